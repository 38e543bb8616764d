// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

struct AES128CBCPSKObserver: PresharedKeyObserver {
    let keyLength = AESCBC.keyLength
    let records = AES128CBCRecords(hasMAC: true)
}
