package dev.qmp.chardev.internal.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qmp.chardev.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in the forms that other tools write; made for this test and used nowhere. */
class PemFileTest {
    private static final String SEC1 = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIDQuPiHyBNyw3UQy8VPwEJ1uxe0JObzOpSbSPO3W29wdoAoGCCqGSM49
        AwEHoUQDQgAEW40Up3HBnHR8bAJweFLZyP6vCqSfHbk5W3k/T8QzxS1U3MT1CGmS
        3XWP3e6eeDAKNGQtlMMQyFhHZJ4XNASYPA==
        -----END EC PRIVATE KEY-----
        """;

    private static final String PKCS1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEAvUS5LH/uu1/iBp/IsgDDsMYSXYO1MQ8XMgnnBPIuo0+6PZ1u
        GilOmwRdLaPEy1cDI47KRoctPA1hd8x2wBK7TR8QenIVdby6Yy7JeQpU6QKoshb+
        a4FvkDoYgZ3C7jhAM60VyE7Al8mHV2NB+/51DMI8uJhqR1MyKSbVL2a+kY2akgZQ
        q0GcbDOJhoDL/YlULYcGlBohjpLnkoPBSns6+zrbBcDoEilnW9nB4zsBc0nGkhpG
        lccUopsA3Pd0twelQgFYPFa6AR2S0nLhSfr5ayGg69YgJLk3eUcV4UIenfse/EuX
        Txw1F9P6OzqKzlzmQmg4f7GafM+g/8cVAXOXmwIDAQABAoIBAA32e3NjzsC7rp45
        fHdb+hPY+52ILBOontfzW2aF2ANL9vE5Di3Xkp56Cxu6WLgoPP7gYl4jS9GB1TPJ
        fZCRm91xJ2iOcQnaDfq83A0rbMnchzB4OiBukJntx0ViAPGibGNuPKH7OVcZUtGT
        bNiX1EUdhphBr5l/yD65SCydN6g0zwnGUrLHEpuy16Ty+Oo2Cro8az5pQFvVuaEa
        hehX//MlaKgHgEaGnIVl3eyzuNwhuLbbgvqAcEKJ+wbVePas1DZEQRuEOnh2RDht
        VX8dl4odAVVmbZTxLrrfcRlL+4teuEroHGjERTLaGJLJMo8n5be7bkj1OeOq6mUs
        dUoG5KkCgYEA74tznXpA1xMtvPhNFoS7FADFxor1P8PP3gtEf5mUS5JM16Z+Qhab
        An1RMc8LBQEejVHZVOFxmm+qJh539q39HhxcTQqe2MzQOX1sL2LfBiKMvukt5A5U
        NoEVZhH+NO4S+en7CBueByQt8lh6rHSPOqR5DvIm5X1iLZFpf16MKnMCgYEAykUh
        g47yYjQwuz5LrzJQqKDvYPGZgXbZzGPXskkVKW8xrMbz6iKxC/VcRX8VeRZHvG2c
        Om3l+qwcZI3PtktzRGZQocRelO4NeU/cWTl8BKqbCV2KC742JMBXY1RmxUQWpuei
        TguBvx9yxW6b5dnRpfQOj2pJNVERVXULf2zMTDkCgYBY43d4hUgQRzaeu8jnRUOi
        bZL2VNQi4Ed/TtERRG0qCdTn5QlO/tJwfw4lHH4rUjoDGM871xhvxWXvFTlQ2Ulm
        5gE+OWWub3oJC0ic4OR/g0yU/zQfP03yl73YDW82Nu3lvPSBErZ2Ue+W0UxcODh5
        +1RMvoC+geNvo1jxgaUjjwKBgQCjyU7WBM5ojvJW7J7Egu2lXov36CrxFphOVRq4
        F023e36x9XhVQzoyAMBy1fFBV7VG80rqVUtArFVhZyOm7XmtDVyFYUllN05ZyT0Y
        UuAFt1BLSR8bWy7km4snt5RwcC4XgMGAiPjLFmANVv+OI88LnpCbuOkG71ol5N0m
        labooQKBgF3fca7c5Rl9Q/eZD1I5PGvFK7ArhX9YwLB5Tj87mXOuqL1rXXNKpsE0
        s3MCBxlamKH1Ep1uvYatKoOv0oUwpot2uw8Qa/6khFnW+rdA7EzYh+tpqvVJzF7p
        EYssN8or/g4+0MJMcmCB5ff3/x5x5OKgzlB5UDFmQ8/ucjMtE5Wm
        -----END RSA PRIVATE KEY-----
        """;

    @TempDir
    Path dir;

    private PrivateKey read(String text) throws Exception {
        return PemFile.read(Files.writeString(dir.resolve("key.pem"), text)).privateKey();
    }

    @Test
    void readsKeysOfTheSec1Form() throws Exception {
        ECPrivateKey key = (ECPrivateKey) read(SEC1);
        assertThat(key.getParams().getCurve().getField().getFieldSize()).isEqualTo(256);
    }

    @Test
    void readsKeysOfThePkcs1Form() throws Exception {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) read(PKCS1);
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
        Certificates.write(dir.resolve("again.pem"), "PRIVATE KEY", key.getEncoded());
        assertThat(PemFile.read(dir.resolve("again.pem")).privateKey()).isEqualTo(key);
    }

    @Test
    void refusesWhatIsNotAKey() {
        assertThatThrownBy(() -> read("nothing"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no PEM private key in it");
        assertThatThrownBy(() -> read(SEC1.replace("EC PRIVATE", "PRIVATE")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither an RSA nor an EC nor an EdDSA key");
        assertThatThrownBy(() -> read("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the EC key does not name its curve");
    }
}
