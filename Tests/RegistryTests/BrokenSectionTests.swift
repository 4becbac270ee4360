// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Breaks of the sections that a rulebook may leave out, and of limits in pounds; `BrokenRulebookTests`
// holds each against the fault that it must give.

extension Break {
    static let sections = registry + penalty + groups + lengths + pounds + classes

    private static let registry = [
        Break("reduction_kg: 3000", "reduction_kg: 0", "from 1 to 1048575 kg, not '0'"),
        Break("mode: per_axle", "mode: per_axel", "(did you mean 'per_axle'?)"),
        Break("mode: per_axle", "mode: each", "'mode' must be 'per_axle' or 'once', not 'each'"),
        Break(
            "- patterns: [1-2, 2-1]\n          combination: false\n          limit_kg: 26000",
            "- patterns: [1-2, 2-1, 4-x]\n          combination: false\n          limit_kg: 26000",
            at: "4-x",
            "not '4-x'"
        ),
        Break(
            "- patterns: [2-2, 1-3]\n          combination: false\n          limit_kg: 32000",
            "- patterns: [2-2, 2-1]\n          combination: false\n          limit_kg: 32000",
            at: "- patterns: [2-2, 2-1]",
            "the pattern 2-1 was decided by the rule in line"
        ),
        Break(
            "- patterns: [2-2, 1-3]\n          combination: false\n          limit_kg: 32000",
            "- patterns: []\n          combination: false\n          limit_kg: 32000",
            at: "- patterns: []",
            "'patterns' must list at least one pattern"
        ),
        Break("limit_kg: 26000", "limit_kg: 26t", "a whole number from 1000 to 1048575 kg"),
        Break(
            "last_spacing_at_least_mm: 1800",
            "last_spacing_at_least_mm: 1.8",
            "must be a whole number from 0 to 65535 mm, not '1.8'"
        ),
        Break(
            "article: Order 62 Art. 3 para. 2(3), GB 1589-2016 axle loads\n\n      registered",
            "article: Order 62 Art. 3 para. 2(3), GB 1589\n\n      registered",
            at: "article: Order 62 Art. 3 para. 2(3), GB 1589\n",
            "is not listed under 'articles'"
        ),
        Break(
            "article: 2016 annex remark 1\n        axles: 2",
            "article: 2016 annex remark 1\n        axles: 1",
            at: "axles: 1\n\n",
            "'axles' must be axle counts such as 5 or 6-16 within 2-16, not '1'"
        ),
        Break("names: [tractor,", "names: [Tractor,", "takes small letters, digits and '_'"),
        Break(
            "names: [tractor,",
            "names: [low_speed,",
            "the class 'low_speed' stands here again"
        ),
        Break(
            "names: [special_operation]",
            "names: []",
            "'names' must list at least one class"
        ),
        Break(
            "names: [special_operation]",
            "names: [special_operation, tractor]",
            at: "article: Order 62 Art. 3 para. 2(5)\n        names",
            "the class 'tractor' is one of 'licensed_classes' too"
        ),
        Break("      permit:\n", "      permits:\n", "(did you mean 'permit'?)"),
        Break(
            "      permit:\n        article: 23 USC 127(a) permits\n",
            "      {}\n",
            at: "      {}\n",
            in: "us",
            "'registry' has no rule"
        ),
        Break(
            "      air_suspension:\n        - patterns: [1-2, 2-1]",
            "      air_suspension: []\n      other:\n        - patterns: [1-2, 2-1]",
            at: "air_suspension: []",
            "'air_suspension' must list at least one rule"
        ),
    ]

    private static let penalty = [
        Break("currency: CNY", "currency: yuan", "three capital letters such as CNY, not 'yuan'"),
        Break("at_most: 30000", "at_most: 0", "a whole number from 1 to 1000000000, not '0'"),
        Break("      mass:\n", "      masses:\n", at: "currency: CNY", "the key 'mass' is missing"),
        Break("step_kg: 1000", "step_kg: 0", "from 1 to 1048575 kg, not '0'"),
        Break(
            "warning_up_to_kg: 1000",
            "warning_up_to_kg: -1",
            "a whole number from 0 to 1048575 kg, not '-1'"
        ),
        Break("per_step: 500", "per_step: 500.00", "not '500.00'"),
        Break("height_mm: 4000", "height_mm: 0", "from 1 to 100000 mm, not '0'"),
        Break(
            "            length_up_to_mm: 20000\n",
            "",
            at: "- height_up_to_mm: 4200",
            "the key 'length_up_to_mm' is missing"
        ),
        Break("fine_up_to: 200\n", "fine_up_to: -1\n", "from 0 to 1000000000, not '-1'"),
        Break(
            "fine_from: 200\n",
            "fine_from: 2000\n",
            at: "fine_up_to: 1000\n",
            "'fine_up_to' must not be below 'fine_from'"
        ),
        Break(
            "width_up_to_mm: 3750",
            "width_up_to_mm: 2999",
            at: "height_up_to_mm: 4500",
            "bands must rise"
        ),
        Break(
            "height_up_to_mm: 4200",
            "height_up_to_mm: 3999",
            "bands must rise"
        ),
        Break(
            "          - fine_from: 1000\n",
            "          - width_up_to_mm: 4000\n            fine_from: 1000\n",
            at: "- width_up_to_mm: 4000",
            "the last band takes every larger size"
        ),
        Break(
            "        bands:\n          - height_up_to_mm: 4200",
            "        bands: []\n        other:\n          - height_up_to_mm: 4200",
            at: "bands: []",
            "'bands' must list at least one band"
        ),
        Break("records: 4", "records: 1", "from 2 to 1000 records, not '1'"),
        Break("months: 12", "months: 0", "from 1 to 120 months, not '0'"),
        Break("carrier_permille: 100", "carrier_permille: 10%", "not '10%'"),
    ]

    private static let groups = [
        Break("deciding: true", "deciding: yes", in: "eu", "must be true or false, not 'yes'"),
        Break(
            "drive_pair:\n        - below_mm: 1000",
            "drive_pair:\n        - below_mm: 1300",
            at:
                "- below_mm: 1300\n          limit_kg: 16000\n        - limit_kg: 19000\n      # Of tr",
            in: "eu",
            "bands must rise"
        ),
        Break(
            "      tridem:\n        - up_to_mm: 1300",
            "      tridems:\n        - up_to_mm: 1300",
            at: "article: 96/53/EC Annex I 3\n      deciding",
            in: "eu",
            "the key 'tridem' is missing"
        ),
        Break(
            "steer_pair_kg: 20000",
            "#",
            at: "article: 96/53/EC Annex I 3\n      deciding",
            in: "eu",
            "the key 'steer_pair_kg' or 'steer_pair_lb' is missing"
        ),
        Break(
            "steer_single_lb: 20000",
            "steer_single_lb: 20000\n      steer_pair_lb: 34000",
            at: "steer_pair_lb: 34000",
            in: "us",
            "'steer_pair_lb' never decides: 'grouping' has no 'steer_pair'"
        ),
    ]

    private static let lengths = [
        Break("kg_per_mm: 5", "kg_per_mm: 51", in: "eu", "a whole number from 1 to 50 kg/mm"),
        Break(
            "limit_kg: 25000\n",
            "limit_kg: 25000\n        wheelbase_limited: true\n",
            at: "wheelbase_limited: true",
            "the edition has no 'wheelbase_limit'"
        ),
        Break(
            "no_limit: true",
            "no_limit: true\n        wheelbase_limited: true",
            at: "type: rigid\n        axles: 5-16",
            in: "eu",
            "'wheelbase_limited' goes with 'limit_kg'"
        ),
        Break(
            "    bridge_formula:\n",
            "    wheelbase_limit:\n      article: 23 USC 127(a)(2)\n      kg_per_mm: 5\n"
                + "    bridge_formula:\n",
            at: "article: 23 USC 127(a)(2)\n      kg",
            in: "us",
            "no rule has 'wheelbase_limited: true', so this limit never decides"
        ),
        Break("unit_lb: 500", "unit_lb: 0", in: "us", "from 1 to 1000 lb, not '0'"),
        Break("per_axle: 12", "per_axle: 101", in: "us", "from 0 to 100, not '101'"),
        Break("constant: 36", "constant: -36", in: "us", "from 0 to 200, not '-36'"),
        Break(
            "unit_lb: 500\n      per_axle: 12\n      constant: 36",
            "unit_lb: 1000\n      per_axle: 100\n      constant: 200",
            at: "article: 23 USC 127(a)(2)\n      unit",
            in: "us",
            "the formula gives more than 2000000 lb"
        ),
        Break("length_at_least_ft: 4", "length_at_least_ft: 4.0", in: "us", "from 1 to 200 ft"),
        Break("        limit_lb: 68000", "        limit_ib: 68000", in: "us", "'limit_lb'?)"),
    ]

    private static let pounds = [
        Break(
            "limit_lb: 80000",
            "limit_lb: 80,000",
            in: "us",
            "'limit_lb' must be a whole number from 2205 to 2311714 lb, not '80,000'"
        ),
        Break("limit_lb: 80000", "limit_lb: 2204", in: "us", "not '2204'"),
        Break("limit_lb: 80000", "limit_lb: 2311715", in: "us", "not '2311715'"),
        Break(
            "limit_kg: 25000\n",
            "limit_kg: 25000\n        limit_lb: 55116\n",
            at: "limit_lb: 55116",
            "either 'limit_kg' or 'limit_lb', not both"
        ),
        Break(
            "limit_kg: 25000\n",
            "limit: 25000\n",
            at: "- axles: 3\n",
            "the key 'limit_kg' or 'limit_lb' is missing"
        ),
        Break(
            "drive_single_lb: 20000",
            "drive_single_lb: 2",
            in: "us",
            "from 3 to 2311714 lb, not '2'"
        ),
    ]

    private static let classes = [
        Break(
            "otherwise: unclassified",
            "otherwise: none of them",
            in: "us",
            "must have no spaces"
        ),
        Break("- name: \"1\"", "- label: \"1\"", in: "us", "the key 'name' is missing"),
        Break("[[1.00, 5.99]]", "[[1.00, 5.999]]", in: "us", "at most two decimal places"),
        Break("[[1.00, 5.99]]", "[[1.00]]", in: "us", "a spacing has two bounds such as"),
        Break("[[1.00, 5.99]]", "1.00-5.99", in: "us", "'spacings_ft' must be a list"),
        Break(
            "[[1.00, 5.99]]",
            "[[5.99, 1.00]]",
            in: "us",
            "the second bound must not be below the first"
        ),
        Break(
            "[[1.00, 5.99]]",
            "[[1.00, 5.99], [1.00, 5.99]]",
            in: "us",
            "'spacings_ft' bounds 2 spacings, but the rule speaks of at most 1"
        ),
        Break(
            "spacings_ft: [[1.00, 5.99]]",
            "spacings_ft: [[1.00, 5.99]]\n          spacings_mm: [[1, 2]]",
            at: "spacings_ft: [[1.00, 5.99]]\n          spacings_mm",
            in: "us",
            "either 'spacings_mm' or 'spacings_ft', not both"
        ),
        Break(
            "gross_at_most_lb: 3000\n",
            "gross_at_most_lb: 99\n",
            in: "us",
            "'gross_at_most_lb' must not be below the least gross mass"
        ),
        Break(
            "first_axle_at_least_lb: 2500",
            "first_axle_at_least_lb: 2.5",
            in: "us",
            "a whole number from 0 to 2311714 lb, not '2.5'"
        ),
        Break(
            "        - name: \"2\"\n          axles: 2\n",
            "        - name: \"1\"\n          axles: 2\n"
                + "          spacings_ft: [[1.50, 5.00]]\n          gross_at_least_lb: 100\n"
                + "          gross_at_most_lb: 2000\n"
                + "        - name: \"2\"\n          axles: 2\n",
            at: "name: \"1\"\n          axles: 2\n          spacings_ft: [[1.50",
            in: "us",
            "the rule never gives its name: the one in line"
        ),
    ]
}
