package dev.qmp.chardev.internal.pem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Wraps the older private key formats into PKCS #8 (RFC 5208), the only one that the JDK reads. Thread: stateless. */
final class Pkcs8 {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xA0; // [0], RFC 5915
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1};
    private static final byte[] NULL = {5, 0};
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private Pkcs8() {}

    /** Wraps the RSAPrivateKey of RFC 8017, "PKCS #1". */
    static byte[] wrapRsa(byte[] key) {
        return wrap(element(SEQUENCE, RSA, NULL), key);
    }

    /** Wraps the ECPrivateKey of RFC 5915, "SEC 1"; it must name its curve. */
    static byte[] wrapEc(byte[] key) throws IOException {
        return wrap(element(SEQUENCE, EC, curve(key)), key);
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTETS, key));
    }

    /** Finds the parameters among the members of the key: version, key, [0] parameters, [1] public key. */
    private static byte[] curve(byte[] key) throws IOException {
        ByteBuffer members = content(ByteBuffer.wrap(key), SEQUENCE);
        while (members.hasRemaining()) {
            int tag = members.get(members.position()) & 0xFF;
            ByteBuffer member = content(members, tag);
            if (tag == PARAMETERS) {
                byte[] curve = new byte[member.remaining()];
                member.get(curve);
                return curve;
            }
        }
        throw new IOException("the EC key does not name its curve");
    }

    /** Reads one element, whose content is returned. */
    private static ByteBuffer content(ByteBuffer from, int tag) throws IOException {
        if (from.remaining() < 2 || (from.get() & 0xFF) != tag) {
            throw new IOException("not an EC key");
        }
        int length = from.get() & 0xFF;
        if (length > 0x80) {
            int bytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < bytes && from.hasRemaining() && i < 3; i++) {
                length = (length << 8) | (from.get() & 0xFF);
            }
        }
        if (length > from.remaining()) {
            throw new IOException("not an EC key: it is cut off");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer out = ByteBuffer.allocate(length + 5).put((byte) tag);
        if (length < 0x80) {
            out.put((byte) length);
        } else if (length < 0x100) {
            out.put((byte) 0x81).put((byte) length);
        } else if (length < 0x10000) {
            out.put((byte) 0x82).putShort((short) length);
        } else {
            out.put((byte) 0x83).put((byte) (length >> 16)).putShort((short) length);
        }
        for (byte[] part : parts) {
            out.put(part);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
