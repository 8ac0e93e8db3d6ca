package dev.qmp.qapi.arguments;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads booleans and numbers as users type them. Each method returns null for any other text. */
final class Literals {
    private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int LONGEST = 40;
    private static final String SUFFIXES = "BKMGTPE";

    private Literals() {}

    static @Nullable JsonValue bool(String text) {
        return switch (text) {
            case "on", "yes", "true", "y" -> JsonValue.TRUE;
            case "off", "no", "false", "n" -> JsonValue.FALSE;
            default -> null;
        };
    }

    static @Nullable JsonValue integer(String text) {
        BigInteger value = bigInteger(text);
        return value == null ? null : inRange(value);
    }

    private static @Nullable JsonValue inRange(BigInteger value) {
        if (value.signum() < 0) {
            return value.compareTo(LOWEST) < 0 ? null : JsonValues.number(value.longValue());
        }
        return value.bitLength() > 64 ? null : JsonValues.unsigned(value.longValue());
    }

    private static @Nullable BigInteger bigInteger(String text) {
        boolean negative = text.startsWith("-");
        int start = negative ? 1 : 0;
        boolean hex = text.startsWith("0x", start) || text.startsWith("0X", start);
        String digits = text.substring(hex ? start + 2 : start);
        if (digits.isEmpty() || text.length() > LONGEST || digits.charAt(0) == '-' || digits.charAt(0) == '+') {
            return null;
        }
        try {
            BigInteger value = new BigInteger(digits, hex ? 16 : 10);
            return negative ? value.negate() : value;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable JsonValue size(String text) {
        int last = text.length() - 1;
        int suffix = last < 1 ? -1 : SUFFIXES.indexOf(text.charAt(last) == 'k' ? 'K' : text.charAt(last));
        if (suffix < 0 || text.startsWith("0x")) {
            return integer(text);
        }
        String number = text.substring(0, last);
        if (!isDecimal(number)) {
            return null;
        }
        BigDecimal bytes = new BigDecimal(number).multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * suffix)));
        return inRange(bytes.toBigInteger());
    }

    private static boolean isDecimal(String text) {
        boolean digits = false;
        boolean point = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits = true;
            } else if (c != '.' || point || i == 0) {
                return false;
            } else {
                point = true;
            }
        }
        return digits && text.length() <= LONGEST;
    }

    static @Nullable JsonValue number(String text) {
        JsonValue integer = integer(text);
        if (integer != null || text.isEmpty() || "0123456789.-+".indexOf(text.charAt(0)) < 0) {
            return integer;
        }
        char last = text.charAt(text.length() - 1);
        boolean isEnd = (last >= '0' && last <= '9') || last == '.';
        if (!isEnd || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return null;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isInfinite(value) || Double.isNaN(value) ? null : JsonValues.number(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
