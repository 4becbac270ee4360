// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// Strings as C wants a list of them: an array of pointers to NUL-terminated bytes, NULL at its
/// end.
@safe
struct CStrings: ~Copyable {
    /// The copies, each made by `strdup` and freed by `deinit`, and NULL at the end.
    private var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []

    init(_ strings: some Sequence<String>) {
        // Sound: strdup copies; each copy is owned by this value alone.
        for string in strings { unsafe pointers.append(strdup(string)) }
        unsafe pointers.append(nil)
    }

    // Sound: each copy is freed once; the value cannot be copied.
    deinit { unsafe pointers.forEach { unsafe free($0) } }

    /// Lends the list to a C function that only reads it.
    func withPointers<R>(_ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R) -> R {
        let constant = unsafe pointers.map { unsafe UnsafePointer($0) }
        // Sound: the pointers stay live during the call, because self does.
        return unsafe constant.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                preconditionFailure("the list always holds its end")
            }
            return unsafe body(base)
        }
    }
}
