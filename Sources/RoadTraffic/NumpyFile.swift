// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0

public import Weighing

/// Raw signals as a file of NumPy's `.npy` format, and the `.json` beside it that says what they are.
///
/// Version 1.0 of the format as NumPy Enhancement Proposal 1 defines it: a magic text, the length of
/// the header, the header as a Python dictionary filled up with spaces, the values.
public enum NumpyFile {
    /// The offset of the clock of `started_at`, seconds east of UTC: Chinese time.
    public static let offsetSeconds = 28_800

    /// The whole `.npy` file: 16-bit values, little-endian, of shape (samples, channels).
    ///
    /// - Parameters:
    ///   - samples: The values, all channels of one time before those of the next.
    ///   - channels: How many channels there are.
    /// - Returns: The bytes of the file.
    /// - Precondition: There is a channel, and every time has a value of each.
    public static func bytes(samples: [Int16], channels: Int) -> [UInt8] {
        precondition(
            channels > 0 && samples.count.isMultiple(of: channels),
            "A recording has whole rows of samples."
        )
        let shape = "(\(samples.count / channels), \(channels))"
        var header = Array("{'descr': '<i2', 'fortran_order': False, 'shape': \(shape), }".utf8)
        // Readers that map the file want the values to begin at a multiple of 64 bytes; 10 bytes come
        // before the header and the end of line after it.
        let filling = 63 - (10 + header.count) % 64
        header += [UInt8](repeating: UInt8(ascii: " "), count: filling) + [UInt8(ascii: "\n")]

        var file: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
        file.reserveCapacity(10 + header.count + samples.count * 2)
        file.appendLittleEndian(UInt16(header.count))
        file += header
        for sample in samples { file.appendLittleEndian(UInt16(bitPattern: sample)) }
        return file
    }

    /// The whole `.json` file beside it.
    ///
    /// An object with `sample_rate_hz`; `channels`, one object per column with `kind`, `lane`,
    /// `position_mm`, `width_mm` and `scale`; and `started_at` in RFC 3339.
    ///
    /// - Parameters:
    ///   - sampleRate: Samples of each channel a second.
    ///   - channels: The columns in their order; every scale is finite.
    ///   - startedAt: The time of the first sample, in a year 0…9999.
    /// - Returns: The bytes of the file, UTF-8.
    public static func description(
        sampleRate: Int,
        channels: [StripWaveform.Channel],
        startedAt: Instant
    ) -> [UInt8] {
        let objects = channels.map { channel in
            #"{"kind": "\#(channel.kind.rawValue)", "lane": \#(channel.lane), "#
                + #""position_mm": \#(channel.position), "width_mm": \#(channel.width), "#
                + #""scale": \#(channel.scale)}"#
        }
        let text = """
            {
              "sample_rate_hz": \(sampleRate),
              "channels": [
                \(objects.joined(separator: ",\n    "))
              ],
              "started_at": "\(timestamp(startedAt))"
            }

            """
        return Array(text.utf8)
    }

    private static func timestamp(_ instant: Instant) -> String {
        let time = CivilTime(instant, offsetSeconds: offsetSeconds)
        let date = [padded(time.year, 4), padded(time.month, 2), padded(time.day, 2)]
        let clock = [padded(time.hour, 2), padded(time.minute, 2), padded(time.second, 2)]
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "."
            + padded(time.microsecond, 6) + "+08:00"
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension [UInt8] {
    fileprivate mutating func appendLittleEndian(_ value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }
}
