package dev.qmp.qapi.validation;

import dev.qmp.json.JsonValues;
import dev.qmp.json.NumberKind;
import jakarta.json.JsonNumber;

/** What kind of number a literal is. */
final class Numbers {
    private Numbers() {}

    /** Tells whether a number is written as an integer that fits a signed long. */
    static boolean isInt64(JsonNumber number) {
        return JsonValues.kind(number) == NumberKind.INT64;
    }

    /** Tells whether a number is written as an integer beyond a signed long that fits an unsigned one. */
    static boolean isUint64(JsonNumber number) {
        return JsonValues.kind(number) == NumberKind.UINT64;
    }
}
