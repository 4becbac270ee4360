// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Phrases
import Rulebook
import Weighing

/// Why a passage was judged as it was: steps from the axle loads to the verdict and beyond.
///
/// ```swift
/// let explanation = try Explanation(of: judgedPassage)
/// print(explanation.text(in: .en))
/// ```
/// Every number is recomputed from the passage, the law, the certificate, the vehicle's facts and the
/// policy; none is taken from the judgement. Where one is not the judgement's there is no explanation,
/// because a wrong one is worse than none. The same input gives the same text.
public struct Explanation: Sendable, Equatable {
    /// The steps in their order.
    public let steps: [ExplanationStep]

    /// Explains a judged passage.
    ///
    /// - Parameter judged: The passage and everything that its judgement came from.
    /// - Throws: ``ExplanationFault`` where what follows from the rest is not what was judged.
    public init(of judged: JudgedPassage) throws(ExplanationFault) {
        let standing = judged.policy.applied(to: judged.standing)
        let derived = try Derivation(
            judged.passage,
            judged.law.edition,
            judged.facts,
            permille: Int(standing.permissibleErrorPermille)
        )
        try derived.check(judged.judgement, standing)
        var writer = StepWriter(judged, derived)
        try writer.writeMeasurement()
        try writer.writeGrossLimit()
        try writer.writeGroups()
        try writer.writeDeduction()
        writer.writeComparison()
        writer.writeReasons()
        writer.writeCase()
        try writer.writePenalty()
        try writer.writeConditions()
        steps = writer.steps
    }

    /// The steps of one key.
    public func steps(_ key: ExplanationStep.Key) -> [ExplanationStep] {
        steps.filter { $0.key == key }
    }

    /// All steps in a language, one a line.
    public func text(in language: Language) -> String {
        steps.map { $0.phrase.text(in: language) }.joined(separator: "\n")
    }

    /// All steps as JSON, one object a line, each line ended.
    ///
    /// - Parameter passageID: Comes first in every line, as `passage_id`; nil leaves it out.
    /// - Returns: UTF-8.
    public func jsonLines(passageID: String? = nil) -> [UInt8] {
        var output: [UInt8] = []
        for step in steps {
            step.appendJSON(to: &output, passageID: passageID)
            output.append(UInt8(ascii: "\n"))
        }
        return output
    }
}

/// Writes the steps; its parts stand in extensions, in the order of the text.
struct StepWriter {
    let judged: JudgedPassage
    let derived: Derivation
    private(set) var steps: [ExplanationStep] = []

    init(_ judged: JudgedPassage, _ derived: Derivation) {
        self.judged = judged
        self.derived = derived
    }

    mutating func add(_ step: ExplanationStep) { steps.append(step) }

    mutating func add(
        _ key: ExplanationStep.Key,
        _ phrase: Phrase,
        _ fields: KeyValuePairs<String, ExplanationStep.Value> = [:]
    ) {
        steps.append(
            ExplanationStep(key, phrase, fields.map { ExplanationStep.Field($0.key, $0.value) })
        )
    }

    /// An article for people.
    func source(_ id: String) throws(ExplanationFault) -> Source {
        guard let source = judged.law.source(id) else { throw .articleMissing(id) }
        return source
    }
}
