// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

import GRPCCore
import GRPCNIOTransportHTTP2Posix

extension UplinkClient {
    /// A transport for one attempt: a new one resolves the name and connects anew, at once, while the
    /// waits between attempts stay with the client.
    func transport() throws -> HTTP2ClientTransport.Posix {
        do {
            return try HTTP2ClientTransport.Posix(
                target: .dns(host: host, port: port),
                transportSecurity: transportSecurity,
                config: .defaults { config in
                    if case .tls(let files) = security, let name = files.serverName {
                        config.http2.authority = name
                    }
                }
            )
        } catch {
            throw UplinkFailure.security("\(error)")
        }
    }

    private var transportSecurity: HTTP2ClientTransport.Posix.TransportSecurity {
        guard case .tls(let files) = security else { return .plaintext }
        return .tls { tls in
            if let path = files.trustRoots {
                tls.trustRoots = .certificates([.file(path: path, format: .pem)])
            }
            if let path = files.certificateChain {
                tls.certificateChain = [.file(path: path, format: .pem)]
            }
            if let path = files.privateKey {
                tls.privateKey = .file(path: path, format: .pem)
            }
        }
    }
}
