package dev.qmp.chardev.options;

import dev.qmp.chardev.ChardevException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of options: switches, numbers as C writes them, sizes with suffixes.
 *
 * <p>Thread: stateless.
 */
final class OptionValues {
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);
    private static final Pattern NUMBER =
            Pattern.compile("[ \\t\\n\\u000b\\f\\r]*([+-]?)(0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))");
    private static final Pattern SIZE = Pattern.compile(
            "[ \\t\\n\\u000b\\f\\r]*\\+?(?:0[xX]([0-9a-fA-F]+)|(?=\\.?[0-9])([0-9]*)(?:\\.([0-9]*))?)([bBkKmMgGtTpPeE]?)");
    private static final Pattern NEGATIVE = Pattern.compile("[ \\t\\n\\u000b\\f\\r]*-[0-9]+");

    private static final Pattern HEX_WITH_SUFFIX =
            Pattern.compile("[ \\t\\n\\u000b\\f\\r]*\\+?0[xX][0-9a-fA-F]+[kKmMgGtTpP]");

    private OptionValues() {}

    static void check(OptionTable.Type type, String key, String value, Consumer<String> warn) {
        switch (type) {
            case BOOL -> bool(key, value);
            case NUMBER -> number(key, value);
            case SIZE -> {
                if (NEGATIVE.matcher(value).matches()) {
                    throw outOfRange(key, value);
                }
                if (HEX_WITH_SUFFIX.matcher(value).matches()) {
                    throw notASize(key);
                }
                size(key, value);
            }
            case OLD_SIZE -> {
                if (value.strip().startsWith(".") || value.strip().startsWith("+.")) {
                    throw notASize(key);
                }
                if (NEGATIVE.matcher(value).matches() && !isLong(value)) {
                    throw outOfRange(key, value);
                }
                if (HEX_WITH_SUFFIX.matcher(value).lookingAt()) {
                    warn.accept("Using a multiplier suffix on hex numbers is deprecated: " + value);
                }
                size(key, value);
            }
            case STRING -> {}
        }
    }

    @SuppressWarnings("CheckReturnValue")
    static boolean bool(String key, String value) {
        return switch (value) {
            case "on", "yes", "true", "y" -> true;
            case "off", "no", "false", "n" -> false;
            default -> throw new ChardevException("Parameter '" + key + "' expects 'on' or 'off'");
        };
    }

    static long number(String key, String value) {
        Matcher m = NUMBER.matcher(value);
        if (!m.matches()) {
            throw new ChardevException("Parameter '" + key + "' expects a number");
        }
        BigInteger number;
        if (m.group(3) != null) {
            number = new BigInteger(m.group(3), 16);
        } else if (m.group(4) != null) {
            number = m.group(4).isEmpty() ? BigInteger.ZERO : new BigInteger(m.group(4), 8);
        } else {
            number = new BigInteger(m.group(5));
        }
        if (number.compareTo(LIMIT) >= 0) {
            throw new ChardevException("Value '" + value + "' is too large for parameter '" + key + "'");
        }
        return m.group(1).equals("-") ? number.negate().longValue() : number.longValue();
    }

    private static boolean isLong(String value) {
        return new BigInteger(value.strip()).bitLength() < Long.SIZE;
    }

    static long size(String key, String value) {
        Matcher m = SIZE.matcher(value);
        String suffix = m.matches() ? m.group(4).toLowerCase(Locale.ROOT) : "";
        BigDecimal fraction =
                m.matches() && m.group(3) != null ? new BigDecimal("0." + m.group(3) + "0") : BigDecimal.ZERO;
        if (!m.matches() || (fraction.signum() > 0 && (suffix.isEmpty() || suffix.equals("b")))) {
            throw notASize(key);
        }
        BigDecimal number = m.group(1) != null
                ? new BigDecimal(new BigInteger(m.group(1), 16))
                : new BigDecimal("0" + m.group(2)).add(fraction);
        int power = suffix.isEmpty() ? 0 : "bkmgtpe".indexOf(suffix);
        BigInteger bytes = number.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * power)))
                .setScale(0, RoundingMode.DOWN)
                .toBigInteger();
        if (bytes.compareTo(LIMIT) >= 0) {
            throw outOfRange(key, value);
        }
        return bytes.longValue();
    }

    private static ChardevException notASize(String key) {
        return new ChardevException(
                "Parameter '" + key + "' expects a non-negative number below 2^64",
                List.of(
                        "Optional suffix k, M, G, T, P or E means kilo-, mega-, giga-, tera-, peta-",
                        "and exabytes, respectively."));
    }

    private static ChardevException outOfRange(String key, String value) {
        return new ChardevException("Value '" + value + "' is out of range for parameter '" + key + "'");
    }
}
