package dev.qmp.qapi.diff;

/** What a change means for both sides. */
record Ruling(Judgement clients, Judgement servers) {
    Ruling orWorse(Ruling other) {
        return new Ruling(clients.orWorse(other.clients), servers.orWorse(other.servers));
    }

    /** Returns the ruling on something that no one may rely on. */
    Ruling ofUnstable() {
        return new Ruling(ofUnstable(clients), ofUnstable(servers));
    }

    private static Judgement ofUnstable(Judgement judgement) {
        return judgement.verdict() == Verdict.BREAKING
                ? Judgement.compatible("unstable, so nobody may rely on it; else " + judgement.reason())
                : judgement;
    }

    /** Returns the ruling on a change that only some builds see. */
    Ruling where(String builds) {
        return new Ruling(where(builds, clients), where(builds, servers));
    }

    private static Judgement where(String builds, Judgement judgement) {
        return new Judgement(judgement.verdict(), builds + ": " + judgement.reason());
    }
}
