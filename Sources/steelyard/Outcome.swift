// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Foundation
import Records
import Registry
import Rulebook
import Store
import UplinkClient

/// How a verb ends that could not do its work: an exit code of the contract and a sentence.
struct Outcome: Error {
    /// 1 refused rows or findings, 2 wrong usage or configuration, 3 something is not available.
    var code: Int32
    /// What, where, and what to do.
    var message: String

    /// Wrong usage or configuration.
    static func usage(_ message: String) -> Outcome { Outcome(code: 2, message: message) }
    /// Something needed is not available.
    static func unavailable(_ message: String) -> Outcome { Outcome(code: 3, message: message) }

    /// Puts an outcome together.
    init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    /// The outcome of an error that the targets throw; nil for those of the argument parser.
    init?(_ error: any Error) {
        switch error {
        case let outcome as Outcome: self = outcome
        case let faults as ConfigFaults:
            self.init(code: faults.isUnreadable ? 3 : 2, message: faults.description)
        case let fault as EditionFault: self.init(code: 2, message: fault.description)
        case let fault as HeaderFault: self.init(code: 2, message: fault.description)
        case let fault as FileFault: self.init(code: 3, message: fault.description)
        case let error as StoreError:
            self.init(code: error.code == .misuse ? 2 : 3, message: error.description)
        case let failure as UplinkFailure:
            switch failure {
            case .unavailable: self.init(code: 3, message: failure.description)
            case .security: self.init(code: 2, message: failure.description)
            default: self.init(code: 1, message: failure.description)
            }
        case let absent as Peer.Absent: self.init(code: 3, message: absent.description)
        default: return nil
        }
    }
}

/// Writes a line to standard error, where progress and messages go.
func standardError(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Writes bytes to standard output.
func standardOutput(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }

/// Writes a value to standard output as one line of JSON.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    standardOutput(Array(try encoder.encode(value)) + [UInt8(ascii: "\n")])
}
