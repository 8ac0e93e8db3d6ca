package dev.qmp.json.internal.tree;

import dev.qmp.json.internal.text.Swar;

/** SipHash-1-3 (Aumasson and Bernstein 2012): a hash whose collisions cannot be chosen without its key. Thread: confined to one call. */
final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    private SipHash(long k0, long k1) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
    }

    static long hash13(long k0, long k1, byte[] a) {
        SipHash state = new SipHash(k0, k1);
        int whole = a.length & ~7;
        for (int i = 0; i < whole; i += 8) {
            state.absorb(Swar.get(a, i));
        }
        state.absorb(Swar.pack(a, whole, a.length) | (long) a.length << 56);
        state.v2 ^= 0xFF;
        state.round();
        state.round();
        state.round();
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
    }

    private void absorb(long word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32) + v3;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
