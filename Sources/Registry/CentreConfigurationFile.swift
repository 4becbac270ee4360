// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

extension CentreConfiguration {
    /// The settings of a file; what it leaves out has its default.
    ///
    /// - Parameters:
    ///   - path: A YAML file, normally `config/steelyard.yaml`. Paths in it are relative to its folder.
    ///   - now: The instant for which the offset of the time zone is taken.
    /// - Returns: Checked settings. The files that they name are not opened.
    /// - Throws: ``ConfigFaults`` with everything that is wrong in the file.
    public static func load(
        _ path: String,
        now: Instant
    ) throws(ConfigFaults) -> CentreConfiguration {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let (root, faults) = try YAMLSource.root(of: path, allowsEmpty: true)
        var configuration = CentreConfiguration(directory: directory)
        root.mapping { configuration.read($0, directory: directory, now: now) }
        try faults.check()
        return configuration
    }

    /// The settings in effect as a file that gives them again, for `steelyard config show`.
    ///
    /// Paths stand as they were resolved, so they hold where the program runs, not where the text is
    /// saved.
    public var yaml: String {
        var lines = [
            "time_zone: \(timeZone.name)", "ingest: \(quoted(ingest.description))",
            "web: \(quoted(web.description))", "sites: \(quoted(sites))",
            "enterprises: \(quoted(enterprises))", "vehicles: \(quoted(vehicles))",
            "rulebook: \(quoted(rulebook))", "policy: \(quoted(policy))",
            "writers: \(writers)", "blocks: \(blocks)", "limits:",
            "  batch_bytes: \(limits.batchBytes)", "  frames_per_batch: \(limits.framesPerBatch)",
            "  streams_per_gateway: \(limits.streamsPerGateway)",
        ]
        if let tls {
            lines += [
                "tls:", "  certificate: \(quoted(tls.certificate))", "  key: \(quoted(tls.key))",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func read(_ keys: YAMLMapping, directory: String, now: Instant) {
        if let value = keys.optional("time_zone") { timeZone = Self.timeZone(value, at: now) }
        if let value = keys.optional("ingest") { ingest = Self.endpoint(value) }
        if let value = keys.optional("web") {
            web = Self.endpoint(value)
            if web == ingest, web.port != 0 { value.fault("'web' and 'ingest' are both \(web)") }
        }
        readPaths(keys, directory: directory)
        writers = keys.optional("writers")?.integer(in: 1...16) ?? writers
        blocks = keys.optional("blocks")?.integer(in: 16...4_096) ?? blocks
        if let value = keys.optional("limits") { value.mapping { limits.read($0) } }
        tls = keys.optional("tls")?.mapping { keys in
            TLSFiles(
                certificate: joined(directory, keys.required("certificate").text()),
                key: joined(directory, keys.required("key").text())
            )
        }
    }

    private mutating func readPaths(_ keys: YAMLMapping, directory: String) {
        for (key, path) in [
            ("sites", \Self.sites), ("enterprises", \.enterprises), ("vehicles", \.vehicles),
            ("rulebook", \.rulebook), ("policy", \.policy),
        ] {
            guard let value = keys.optional(key) else { continue }
            self[keyPath: path] = joined(directory, value.text())
        }
    }

    private static func timeZone(_ value: YAMLValue, at now: Instant) -> LocalTimeZone {
        let name = value.text()
        if name.isEmpty { return .shanghai }
        guard let zone = LocalTimeZone(name: name, at: now) else {
            let hint = LocalTimeZone.suggestion(for: name)
            value.fault(
                "'time_zone' must be a name of the time zone database such as Asia/Shanghai, not "
                    + "'\(name)'\(hint)"
            )
            return .shanghai
        }
        return zone
    }

    private static func endpoint(_ value: YAMLValue) -> Endpoint {
        let text = value.text()
        if let endpoint = Endpoint(text) { return endpoint }
        if !text.isEmpty {
            value.fault(
                "'\(value.name)' must be host and port such as 127.0.0.1:8080 or [::1]:8080, not "
                    + "'\(text)'"
            )
        }
        return Endpoint(host: "", port: 0)
    }
}

/// A text in the quotes of YAML, in which a backslash and a quote are written with a backslash.
private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

extension UplinkLimits {
    fileprivate mutating func read(_ keys: YAMLMapping) {
        batchBytes =
            keys.optional("batch_bytes")?.byteCount(in: (64 << 10)...(64 << 20))
            ?? batchBytes
        framesPerBatch =
            keys.optional("frames_per_batch")?.integer(in: 1...65_536) ?? framesPerBatch
        streamsPerGateway =
            keys.optional("streams_per_gateway")?.integer(in: 1...64)
            ?? streamsPerGateway
    }
}

extension YAMLValue {
    /// A number of bytes, plain or with a unit: `4194304`, `4096 KiB`, `4 MiB`.
    func byteCount(in range: ClosedRange<Int>) -> Int {
        let text = text()
        if text.isEmpty { return range.lowerBound }
        let units = [("KiB", 10), ("MiB", 20)]
        let unit = units.first { text.hasSuffix($0.0) }
        let digits = text.dropLast(unit?.0.count ?? 0).drop { $0 == " " }
        let number = unit == nil ? digits : digits.prefix { $0 != " " }
        let shift = unit?.1 ?? 0
        guard
            Decimals.isDigits(number), let value = Int(number), value <= range.upperBound >> shift,
            range.contains(value << shift)
        else {
            fault(
                "'\(name)' must be a number of bytes from \(range.lowerBound >> 10) KiB to "
                    + "\(range.upperBound >> 20) MiB such as 4 MiB, not '\(text)'"
            )
            return range.lowerBound
        }
        return value << shift
    }
}
