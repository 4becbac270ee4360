// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Casework
import Phrases
import Records
import Weighing

/// Adds to a printed verdict why it is so: `classify --explain`.
///
/// In NDJSON two more keys, `over_limit_probability` and `explanation`, the steps as objects; in CSV
/// three more columns, `over_limit_probability`, `explanation_zh` and `explanation_en`, a step a line.
struct ClassifyExplanation: Sendable {
    /// Explains rows.
    let explainer: RowExplainer
    /// How verdicts are printed.
    let format: RecordFormat

    /// The columns that it adds to a CSV file.
    static let columns = ",over_limit_probability,explanation_zh,explanation_en"

    /// Adds its columns to a header row that was just printed.
    func extendHeader(_ text: inout [UInt8]) {
        guard format == .csv else { return }
        text.removeLast()
        text += "\(ClassifyExplanation.columns)\n".utf8
    }

    /// Adds to the verdict that was just printed.
    ///
    /// - Parameters:
    ///   - block: The judged block.
    ///   - row: The row of the verdict.
    ///   - text: The file so far; its last line is the verdict.
    /// - Throws: `ExplanationFault` where the explanation does not come to the same verdict: then
    ///   none is given, for a wrong one is worse.
    func extend(_ block: PassageBlock, row: Int, _ text: inout [UInt8]) throws {
        let explanation = try explainer.explanation(of: block, row: row)
        // The row's own permissible error is what was deducted, whatever it came from.
        let probability = OverLimitProbability.value(
            gross: block.gross(at: row),
            limit: block.grossClass(at: row).limit,
            error: ScaleErrorModel(
                permissibleErrorPermille: block.permissibleError(at: row)
            )
        )
        let places = (probability * 10_000).rounded() / 10_000
        switch format {
        case .csv:
            text.removeLast()
            text += ",\(places)".utf8
            for language in [Language.zh, .en] {
                text.append(UInt8(ascii: ","))
                append(quoted: explanation.text(in: language), to: &text)
            }
            text += "\n".utf8
        case .ndjson:
            text.removeLast(2)
            text += ",\"over_limit_probability\":\(places),\"explanation\":[".utf8
            for (index, step) in explanation.steps.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                step.appendJSON(to: &text)
            }
            text += "]}\n".utf8
        }
    }

    private func append(quoted field: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { text.append(byte) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }
}
