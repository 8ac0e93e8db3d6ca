package dev.qmp.json;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonNumber;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("FloatingPointLiteralPrecision")
class DoublesTest {
    private static final int MANY = 50_000;

    private static String text(double value) {
        return JsonValues.toText(JsonValues.number(value));
    }

    private static double read(String text) {
        return ((JsonNumber) JsonText.parse(text)).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1.0,
                -1.0,
                10.0,
                100.5,
                1234567.0,
                9999999.0,
                1.0E7,
                1.2345678E7,
                0.001,
                0.0012,
                9.99E-4,
                1.0E-5,
                0.1,
                0.3,
                123456.789,
                4.9E-324,
                1.5E-323,
                2.2250738585072014E-308,
                1.7976931348623157E308,
                3.141592653589793,
                1.0E22,
                4.35,
                9.007199254740992E15,
                9.007199254740994E15,
                1.8446744073709552E19,
                5.0E-5
            })
    void printsWhatJavaPrints(double value) {
        assertThat(text(value)).isEqualTo(Double.toString(value));
    }

    @Test
    void printsTheShortestTextThatReadsBack() {
        assertThat(text(2e23)).isEqualTo("2.0E23");
        assertThat(text(9.999999999999999e22)).isEqualTo("1.0E23");
        assertThat(text(2.0E-3)).isEqualTo("0.002");
        each(MANY, this::anyDouble, value -> {
            String ours = text(value);
            String java = Double.toString(value);
            assertThat(Double.parseDouble(ours)).isEqualTo(value);
            // Java before 19 sometimes prints a digit too many, never one too few.
            assertThat(ours.length()).isLessThanOrEqualTo(java.length());
            if (ours.length() == java.length() && !ours.equals(java)) {
                BigDecimal exact = new BigDecimal(value);
                assertThat(exact.subtract(new BigDecimal(ours)).abs())
                        .isLessThanOrEqualTo(
                                exact.subtract(new BigDecimal(java)).abs());
            }
        });
    }

    @Test
    void readsWhatJavaReads() {
        each(MANY, this::anyDouble, value -> {
            assertThat(read(Double.toString(value))).isEqualTo(value);
            String seventeen = new BigDecimal(value).round(new MathContext(17)).toString();
            assertThat(read(seventeen)).isEqualTo(value);
        });
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < MANY; i++) {
            String text = anyDecimal(random);
            assertThat(read(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    @Test
    void roundsTiesToEven() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 5000; i++) {
            double value = Math.scalb(1.0 + random.nextDouble(), random.nextInt(-60, 60));
            BigDecimal middle = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.valueOf(2));
            String tie = middle.toPlainString();
            String text = tie.contains(".") ? tie : tie + ".0";
            assertThat(read(text)).as(text).isEqualTo(Double.parseDouble(text));
            assertThat(read(text + (tie.contains(".") ? "0001" : "001"))).isEqualTo(Math.nextUp(value));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.2250738585072011e-308",
                "2.2250738585072012e-308",
                "1.7976931348623158e308",
                "2.4703282292062327e-324",
                "2.4703282292062328e-324",
                "1e-323",
                "9007199254740993.0",
                "9007199254740992.9999999999999999999999",
                "0.000000000000000000000000000000000000000000001e45",
                "100000000000000000000000000000000000000000.0e-41",
                "1e-400",
                "123456789012345678901234567890e-400",
                "0.1e309",
                "1e308",
                "1e-342",
                "1e-343",
                "17976931348623157e292"
            })
    void readsTheEdges(String text) {
        assertThat(read(text)).isEqualTo(Double.parseDouble(text));
    }

    private double anyDouble(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.longBitsToDouble(random.nextLong() >>> 1);
            case 1 -> random.nextInt(10_000_000) / 1000.0;
            case 2 -> random.nextLong(1L << 62) * Math.pow(2, random.nextInt(-80, 20));
            default -> Math.scalb(1.0, random.nextInt(-1074, 1024));
        };
    }

    private static String anyDecimal(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        text.append(random.nextInt(1, 10));
        int whole = random.nextInt(25);
        for (int i = 0; i < whole; i++) {
            text.append(random.nextInt(10));
        }
        text.append('.');
        int fraction = random.nextInt(1, 25);
        for (int i = 0; i < fraction; i++) {
            text.append(random.nextInt(10));
        }
        return text.append('e').append(random.nextInt(-345, 280)).toString();
    }

    private interface Check {
        void accept(double value);
    }

    private void each(int times, java.util.function.ToDoubleFunction<SplittableRandom> source, Check check) {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < times; i++) {
            double value = source.applyAsDouble(random);
            if (Double.isFinite(value)) {
                check.accept(value);
            }
        }
    }
}
