// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto

struct AES256GCMPSKObserver: PresharedKeyObserver {
    let keyLength = AEAD.keyLength
    let records = AEADRecords.aes256GCM
}
