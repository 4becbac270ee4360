// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// Phrases is the one catalogue of what the product says to people, in simplified Chinese and English.
// It imports nothing: what it is told comes as typed quantities (a mass, a length, a share), and each
// language writes them its own way, so that a number never stands without its unit.
//
//   Phrase.gross(limit: Mass(49_000), …)  →  text(in: .zh)  总质量限值：49000千克……
//                                         →  text(in: .en)  Gross limit: 49,000 kg …
//
// A text is one function here. Its phrase cannot be made with one language only, because the
// initialiser wants both and is seen nowhere else.

/// A language that the product speaks.
public enum Language: String, Sendable, CaseIterable {
    /// Simplified Chinese.
    case zh
    /// English.
    case en
}

/// A text for people, in every language of the product.
public struct Phrase: Sendable, Equatable {
    private let zh: String
    private let en: String

    /// Puts a text together; both languages are needed.
    init(zh: Chinese, en: English) {
        self.zh = zh.text
        self.en = en.text
    }

    /// The text in a language.
    public func text(in language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}
