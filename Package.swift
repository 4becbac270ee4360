// swift-tools-version: 6.2
// Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
//
// The module graph. Arrows point down only; docs/architecture.md draws it and states its rules.
//
// STEELYARD_CORE=1 leaves out every target that needs a package from outside, so that sanitizer and
// fuzz builds compile in a minute: the domain, the ring, the kernels, the wire decoder, the formats.

import PackageDescription

let coreOnly = Context.environment["STEELYARD_CORE"] == "1"

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
let sources: [SwiftSetting] = house + [.strictMemorySafety()]

/// One build of the judging kernel: the same source, another instruction set.
func kernel(_ name: String, _ flags: [String]) -> Target {
    .target(
        name: name,
        dependencies: ["Weighing", "Rulebook", "CLanes"],
        swiftSettings: sources
            + [.unsafeFlags(flags.flatMap { ["-Xcc", $0] })]
    )
}

/// A test target; its tests may use the seeded generators of `TestKit`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestKit"], swiftSettings: house)
}

var products: [Product] = []
var dependencies: [Package.Dependency] = []
var targets: [Target] = [
    .target(name: "Weighing", swiftSettings: sources),
    .target(name: "Rulebook", dependencies: ["Weighing"], swiftSettings: sources),
    .target(name: "CHost"),
    .target(name: "CLanes"),
    kernel("KernelBaseline", []),
    kernel("KernelAVX2", ["-mavx2", "-mfma", "-mbmi2"]),
    kernel(
        "KernelAVX512",
        ["-mavx2", "-mfma", "-mbmi2", "-mavx512f", "-mavx512dq", "-mavx512bw", "-mavx512vl",
         "-mprefer-vector-width=512"]
    ),
    .target(
        name: "Classifier",
        dependencies: [
            "Weighing", "Rulebook", "CHost", "KernelBaseline", "KernelAVX2", "KernelAVX512",
        ],
        swiftSettings: sources
    ),
    .target(name: "Phrases", swiftSettings: sources),
    .target(
        name: "Casework",
        dependencies: ["Weighing", "Rulebook", "Phrases"],
        swiftSettings: sources
    ),
    .target(name: "PassageRing", dependencies: ["CHost"], swiftSettings: sources),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Records", dependencies: ["Weighing", "CLanes", "CZlib"], swiftSettings: sources),
    .target(name: "Uplink", dependencies: ["Weighing"], swiftSettings: sources),
    .target(name: "RoadTraffic", dependencies: ["Weighing", "Rulebook"], swiftSettings: sources),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(
        name: "Store",
        dependencies: ["Weighing", "Rulebook", "CLibPQ"],
        resources: [.embedInCode("SQL")],
        swiftSettings: sources
    ),
    .target(
        name: "TestKit",
        dependencies: ["Weighing", "Rulebook"],
        path: "Tests/TestKit",
        swiftSettings: house
    ),
    tests("WeighingTests", ["Weighing"]),
    tests("PassageRingTests", ["PassageRing"]),
    tests("ClassifierTests", ["Classifier", "Rulebook", "Weighing"]),
    tests("PhrasesTests", ["Phrases"]),
    tests("CaseworkTests", ["Casework", "Phrases", "Classifier", "Rulebook", "Weighing"]),
    tests("RecordsTests", ["Records", "Weighing"]),
    tests("UplinkTests", ["Uplink", "Weighing"]),
    tests(
        "RoadTrafficTests",
        ["RoadTraffic", "Classifier", "Records", "Uplink", "Rulebook", "Weighing"]
    ),
    tests("StoreTests", ["Store", "Weighing", "Rulebook"]),
]

if !coreOnly {
    products = [.executable(name: "steelyard", targets: ["steelyard"])]
    dependencies = [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ]
    let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
    let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
    let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
    let grpcCore: Target.Dependency = .product(name: "GRPCCore", package: "grpc-swift-2")
    let grpcProtobuf: Target.Dependency = .product(
        name: "GRPCProtobuf", package: "grpc-swift-protobuf")
    let grpcTransport: Target.Dependency = .product(
        name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport")
    let lifecycle: Target.Dependency = .product(
        name: "ServiceLifecycle", package: "swift-service-lifecycle")
    let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
    let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")

    targets += [
        .target(
            name: "Registry",
            dependencies: ["Weighing", "Rulebook", "RoadTraffic", yams],
            swiftSettings: sources
        ),
        .target(
            name: "UplinkSchema",
            dependencies: [protobuf, grpcCore, grpcProtobuf],
            // Generated code: its imports are public and its names are protoc's.
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .target(
            name: "FrameDigest",
            dependencies: ["Weighing", "Uplink", crypto],
            swiftSettings: sources
        ),
        .target(
            name: "UplinkClient",
            dependencies: [
                "Weighing", "Uplink", "UplinkSchema", "FrameDigest", grpcCore, grpcTransport,
            ],
            swiftSettings: sources
        ),
        .target(
            name: "Intake",
            dependencies: [
                "Weighing", "Rulebook", "Uplink", "UplinkSchema", "FrameDigest", "PassageRing",
                "Classifier", grpcCore, grpcTransport, logging,
            ],
            swiftSettings: sources
        ),
        .target(
            name: "Web",
            dependencies: [hummingbird, logging, lifecycle],
            swiftSettings: sources
        ),
        .executableTarget(
            name: "steelyard",
            dependencies: [
                "Weighing", "Rulebook", "Classifier", "PassageRing", "Records", "Uplink",
                "UplinkSchema", "UplinkClient", "FrameDigest", "Registry", "Intake", "Store", "Web",
                "RoadTraffic", "Phrases", "Casework",
                .product(name: "UnixSignals", package: "swift-service-lifecycle"), lifecycle, logging, grpcCore, grpcTransport,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Peers")],
            swiftSettings: sources
        ),
        tests("RegistryTests", ["Registry", "RoadTraffic", "Rulebook", "Classifier", "Weighing"]),
        tests(
            "IntakeTests",
            ["Intake", "UplinkClient", "Uplink", "UplinkSchema", "FrameDigest", "Registry",
             "Classifier", "Weighing", "Rulebook", protobuf, grpcCore, grpcTransport]
        ),
        // Whole paths through the real binary, gRPC and PostgreSQL.
        tests(
            "IntegrationTests",
            ["Store", "Records", "Registry", "Rulebook", "Weighing", "steelyard"]
        ),
    ]
}

let package = Package(
    name: "steelyard",
    products: products,
    dependencies: dependencies,
    targets: targets
)
