// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

/// Host and port of a listener.
public struct Endpoint: Sendable, Equatable, CustomStringConvertible {
    /// A name or an address, IPv6 without brackets.
    public var host: String
    /// The port; 0 takes a free one.
    public var port: Int

    /// Puts an endpoint together.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// The endpoint of a text such as `127.0.0.1:7443` or `[::1]:7443`; nil where it is none.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let portText = text[text.index(after: colon)...]
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard
            !host.isEmpty, !host.contains(where: { $0.isWhitespace || "[]/@".contains($0) }),
            Decimals.isDigits(portText), let port = Int(portText), port <= 65_535
        else { return nil }
        self.init(host: String(host), port: port)
    }

    /// The text from which it is made again.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
