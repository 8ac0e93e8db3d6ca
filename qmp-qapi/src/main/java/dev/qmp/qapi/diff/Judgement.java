package dev.qmp.qapi.diff;

/**
 * What a change means for one side.
 *
 * @param verdict how severe it is
 * @param reason why, as a clause without a full stop
 */
public record Judgement(Verdict verdict, String reason) {
    static Judgement compatible(String reason) {
        return new Judgement(Verdict.COMPATIBLE, reason);
    }

    static Judgement breaking(String reason) {
        return new Judgement(Verdict.BREAKING, reason);
    }

    /** Returns the more severe of two judgements, this one if they are equal. */
    Judgement orWorse(Judgement other) {
        return other.verdict.compareTo(verdict) > 0 ? other : this;
    }
}
