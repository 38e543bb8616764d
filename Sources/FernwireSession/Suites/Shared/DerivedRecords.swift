// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Records whose keys follow from a secret alone, for endpoint and observer alike.
protocol DerivedRecords: Sendable {
    /// An endpoint's keys of one direction and epoch.
    func keys(_ secret: EpochSecret) -> EpochKeys
    /// The same keys without a protection, as a key log has them.
    func recordKeys(_ secret: EpochSecret) -> RecordKeys
    /// Protection by `keys`, which may come from a key log; `nil` when they lack what it takes to open a record.
    func protection(_ keys: RecordKeys) -> RecordProtection?
}

/// Keys of records that follow from the session's secret in all epochs.
struct DerivedKeying: RecordKeying {
    let records: any DerivedRecords

    func keys(_ secret: EpochSecret) -> EpochKeys { records.keys(secret) }
}

/// An observer of such records.
protocol DerivedRecordsObserver: SuiteObserver {
    associatedtype Records: DerivedRecords
    var records: Records { get }
}

extension DerivedRecordsObserver {
    func recordKeys(_ secret: EpochSecret) -> RecordKeys { records.recordKeys(secret) }
    func protection(_ keys: RecordKeys) -> RecordProtection? { records.protection(keys) }
}
