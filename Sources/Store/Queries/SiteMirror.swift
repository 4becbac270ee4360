// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Keeps `sites` equal to the registry, so that outside readers can join it.
public enum SiteMirror {
    /// Writes the registry's sites; those that it no longer names stay, marked as not listed.
    public static func sync(_ connection: Connection, _ book: SiteBook) throws(StoreError) {
        // Of two sites with one code the first counts, as in the book itself.
        let sites = book.sites.filter { book[$0.code] == $0 }
        var seen: Set<String> = []
        let unique = sites.filter { seen.insert($0.code).inserted }
        try connection.transaction { () throws(StoreError) in
            try connection.query(
                Statements.sitesMirror,
                [
                    .textArray(unique.map(\.code)), .textArray(unique.map(\.nameZH)),
                    .textArray(unique.map(\.nameEN)), .textArray(unique.map(\.kind.rawValue)),
                    .textArray(unique.map(\.road)), .textArray(unique.map(\.direction)),
                    .doubleArray(unique.map(\.latitude)), .doubleArray(unique.map(\.longitude)),
                    .int32Array(unique.map { Int32(clamping: $0.lanes) }),
                ]
            )
            try connection.query(Statements.sitesUnlist, [.textArray(unique.map(\.code))])
        }
    }
}
