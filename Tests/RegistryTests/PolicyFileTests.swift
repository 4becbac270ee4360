// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import Registry
import Rulebook
import Testing
import Weighing

@Suite("What the city decides")
struct PolicyFileTests {
    private func load(_ text: String) throws -> CasePolicy {
        try withFile(text, name: "policy.yaml") { try PolicyFile.load($0) }
    }

    @Test("The file that ships says what the defaults are, every key of them")
    func shipped() throws {
        #expect(try PolicyFile.load(Checkout.path("config/policy.yaml")) == CasePolicy())
        let text = try Checkout.text("config/policy.yaml")
        for key in [
            "case_threshold_permille", "deduction", "fine_rounding", "trip_window_minutes",
            "barring_reasons",
        ] { #expect(line(of: "\n\(key): ", in: text) > 0, "\(key)") }
    }

    @Test("The file that ships names every reason that bars whatever it says")
    func namesThem() throws {
        let text = try Checkout.text("config/policy.yaml")
        for name in PolicyFile.alwaysBarring.names { #expect(text.contains(name), "\(name)") }
    }

    @Test("Every key can be left out, all of them too", arguments: ["", "# nothing\n", "{}\n"])
    func nothingSet(_ text: String) throws {
        #expect(try load(text) == CasePolicy())
    }

    @Test("Every key arrives")
    func everyKey() throws {
        let policy = try load(
            """
            case_threshold_permille: 100
            deduction:
              fixed_permille: 30
            fine_rounding: pro_rata
            trip_window_minutes: 1440
            barring_reasons: [pattern_unknown, permit]
            """
        )
        #expect(policy.thresholdPermille == 100)
        #expect(policy.deduction == .fixed(permille: 30))
        #expect(policy.rounding == .proRata)
        #expect(policy.tripWindowSeconds == 86_400)
        #expect(
            policy.barring == [
                .validity, .unknownSite, .hashMismatch, .duplicate, .patternUnknown, .permit,
            ]
        )
    }

    @Test(
        "The deduction is a word or a share",
        arguments: [
            ("certificate", CasePolicy.Deduction.certificate), ("none", .none),
            ("{fixed_permille: 0}", .fixed(permille: 0)),
            ("{fixed_permille: 999}", .fixed(permille: 999)),
        ]
    )
    func deduction(_ text: String, _ expected: CasePolicy.Deduction) throws {
        #expect(try load("deduction: \(text)\n").deduction == expected)
    }

    @Test("Roundings go by their names", arguments: PenaltyRule.Rounding.allCases)
    func rounding(_ rounding: PenaltyRule.Rounding) throws {
        #expect(try load("fine_rounding: \(rounding.rawValue)\n").rounding == rounding)
    }

    @Test("An unusable measurement, an unknown site, a wrong hash and a duplicate always bar")
    func alwaysBarring() throws {
        let expected: Reasons = [
            .speed, .axleLight, .axleHeavy, .grossHeavy, .spacingShort, .spacingLong, .imbalance,
            .clock, .noRulebook, .unknownSite, .hashMismatch, .duplicate,
        ]
        #expect(PolicyFile.alwaysBarring == expected)
        #expect(try load("barring_reasons: []\n").barring == expected)
        #expect(try load("barring_reasons: [speed]\n").barring == expected)
    }

    @Test(
        "What is wrong is reported with its line",
        arguments: [
            ("case_treshold_permille: 1", "(did you mean 'case_threshold_permille'?)"),
            ("case_threshold_permille: 1001", "from 0 to 1000 permille, not '1001'"),
            ("case_threshold_permille: 5%", "not '5%'"),
            (
                "deduction: certificat",
                "must be 'certificate' or 'none' or a mapping such as {fixed_permille: 50}, not "
                    + "'certificat' (did you mean 'certificate'?)"
            ),
            ("deduction: 50", "not '50'"),
            ("deduction: {fixed: 50}", "the key 'fixed_permille' is missing"),
            ("deduction: {fixed_permille: 1000}", "from 0 to 999 permille, not '1000'"),
            ("fine_rounding: round", "must be 'floor' or 'ceil' or 'pro_rata', not 'round'"),
            ("trip_window_minutes: 10081", "from 0 to 10080 minutes, not '10081'"),
            ("trip_window_minutes: 2h", "not '2h'"),
            ("barring_reasons: permit", "'barring_reasons' must be a list"),
            (
                "barring_reasons: [no_certifcate]",
                "there is no reason 'no_certifcate' (did you mean 'no_certificate'?)"
            ),
            ("barring_reasons: [a, []]", "'barring_reasons' must be a text"),
        ]
    )
    func faulty(_ setting: String, _ message: String) throws {
        let found = try faults { _ = try load("# first line\n\(setting)\n") }
        #expect(found.contains { $0.message.contains(message) }, "found: \(found)")
        #expect(found.allSatisfy { $0.line == 2 })
    }

    @Test("All faults of a file are reported together")
    func together() throws {
        let found = try faults {
            _ = try load("fine_rounding: up\ndeduction: all\nbarring_reasons: [x]\n")
        }
        #expect(found.map(\.line) == [1, 2, 3])
    }

    @Test("A file that is not there says so")
    func missing() {
        let error = #expect(throws: ConfigFaults.self) { try PolicyFile.load("/nowhere/p.yaml") }
        #expect(error?.isUnreadable == true)
    }
}
