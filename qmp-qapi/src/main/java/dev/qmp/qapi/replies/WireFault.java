package dev.qmp.qapi.replies;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong on the wire when an answer, or the greeting, is sent.
 *
 * @param kind what goes wrong
 * @param bytes how many bytes pass, or are added; -1 if nothing is said: a half of the message, a megabyte of white space
 * @param millis the pause between two pieces, in milliseconds, 0 or more
 */
public record WireFault(Kind kind, int bytes, long millis) {
    /** What goes wrong. "The message" is the reply, or the greeting. */
    public enum Kind {
        /** Nothing is sent. */
        NO_REPLY("no-reply", On.REPLY, false),
        /** No greeting is sent; requests are answered. */
        NO_GREETING("no-greeting", On.GREETING, false),
        /** The first half of the greeting is sent, and nothing more until there is a reply. */
        HALF_GREETING("half-greeting", On.GREETING, false),
        /** The answer's events are sent before the greeting. */
        EVENT_BEFORE_GREETING("event-before-greeting", On.GREETING, false),
        /** The greeting is sent twice. */
        TWO_GREETINGS("two-greetings", On.GREETING, false),
        /** The connection is closed instead of the message. */
        CLOSE("close", On.BOTH, false),
        /** The connection is closed after the message. */
        CLOSE_AFTER("close-after", On.BOTH, false),
        /** The first bytes of the message are sent, then the connection is closed. */
        CUT("cut", On.BOTH, true),
        /** The first bytes of the message are sent, then the connection is reset, where the transport knows that. */
        RESET("reset", On.BOTH, true),
        /** A line that is not JSON is sent instead of the message. */
        GARBAGE("garbage", On.BOTH, false),
        /** The message holds a string that is not UTF-8. */
        INVALID_UTF8("invalid-utf8", On.BOTH, false),
        /** The reply has the id of no request. */
        WRONG_ID("wrong-id", On.REPLY, false),
        /** The reply has no id. */
        NO_ID("no-id", On.REPLY, false),
        /** The reply is sent twice. */
        TWICE("twice", On.REPLY, false),
        /** The reply follows the next reply of the session. */
        OUT_OF_ORDER("out-of-order", On.REPLY, false),
        /** The message is sent in pieces. */
        SPLIT("split", On.BOTH, true),
        /** White space is sent before the message. */
        WHITE_SPACE("white-space", On.BOTH, true);

        private enum On {
            REPLY,
            GREETING,
            BOTH
        }

        private final String word;
        private final On on;
        private final boolean counts;

        Kind(String word, On on, boolean counts) {
            this.word = word;
            this.on = on;
            this.counts = counts;
        }

        /**
         * Returns the name in files of replies.
         *
         * @return such as {@code no-reply}
         */
        public String word() {
            return word;
        }

        /**
         * Returns whether the fault takes a number of bytes.
         *
         * @return true if it does
         */
        public boolean counts() {
            return counts;
        }

        /**
         * Returns whether the reply that the fault happens to is sent, be it in part.
         *
         * @return false if nothing of it is
         */
        public boolean sendsReply() {
            return this != NO_REPLY && this != CLOSE && this != GARBAGE;
        }

        /**
         * Finds a fault by its name.
         *
         * @param word the name
         * @param greeting whether it happens to a greeting, not to a reply
         * @return the fault; empty if there is none of that name there
         */
        public static Optional<Kind> of(String word, boolean greeting) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(word) && kind.happensTo(greeting))
                    .findFirst();
        }

        /**
         * Returns the names of faults.
         *
         * @param greeting those of greetings, or those of replies
         * @return the names
         */
        public static List<String> words(boolean greeting) {
            return Arrays.stream(values())
                    .filter(kind -> kind.happensTo(greeting))
                    .map(Kind::word)
                    .toList();
        }

        private boolean happensTo(boolean greeting) {
            return on == On.BOTH || (on == On.GREETING) == greeting;
        }
    }
}
