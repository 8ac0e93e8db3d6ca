package dev.qmp.qapi.validation;

import dev.qmp.qapi.Command;
import dev.qmp.qapi.Feature;
import java.util.Optional;

/**
 * What happens to deprecated and unstable interfaces, as QEMU's {@code -compat} says.
 *
 * @param deprecatedInput what happens when deprecated input comes
 * @param deprecatedOutput what happens to deprecated output
 * @param unstableInput what happens when unstable input comes
 * @param unstableOutput what happens to unstable output
 */
public record CompatPolicy(Input deprecatedInput, Output deprecatedOutput, Input unstableInput, Output unstableOutput) {
    /** The policy that lets everything pass. */
    public static final CompatPolicy ACCEPT =
            new CompatPolicy(Input.ACCEPT, Output.ACCEPT, Input.ACCEPT, Output.ACCEPT);

    /** What happens when input of a kind comes. */
    public enum Input {
        /** It is taken. */
        ACCEPT,
        /** It is answered with an error. */
        REJECT,
        /** The process ends. */
        CRASH
    }

    /** What happens to output of a kind. */
    public enum Output {
        /** It is sent. */
        ACCEPT,
        /** It is left out. */
        HIDE
    }

    /**
     * Tells whether all input is taken.
     *
     * @return whether neither deprecated nor unstable input is refused
     */
    public boolean acceptsAllInput() {
        return deprecatedInput == Input.ACCEPT && unstableInput == Input.ACCEPT;
    }

    /**
     * Tells whether all output is sent.
     *
     * @return whether neither deprecated nor unstable output is hidden
     */
    public boolean showsAllOutput() {
        return deprecatedOutput == Output.ACCEPT && unstableOutput == Output.ACCEPT;
    }

    /**
     * Looks for what forbids running a command.
     *
     * @param command the command
     * @return the refusal, its class to be {@code CommandNotFound}; empty if the command may run
     */
    public Optional<Refusal> refusal(Command command) {
        return refusal(
                command.hasFeature(Feature.DEPRECATED),
                command.hasFeature(Feature.UNSTABLE),
                "command " + command.name());
    }

    /**
     * Looks for what forbids an interface that is named by its kind and name.
     *
     * @param deprecated whether it is deprecated
     * @param unstable whether it is unstable
     * @param what its kind and name, such as {@code parameter foo}
     * @return the refusal; empty if the interface may be used
     */
    public Optional<Refusal> refusal(boolean deprecated, boolean unstable, String what) {
        if (deprecated && deprecatedInput != Input.ACCEPT) {
            return Optional.of(
                    new Refusal("Deprecated " + what + " disabled by policy", deprecatedInput == Input.CRASH));
        }
        if (unstable && unstableInput != Input.ACCEPT) {
            return Optional.of(new Refusal("Unstable " + what + " disabled by policy", unstableInput == Input.CRASH));
        }
        return Optional.empty();
    }

    /**
     * Tells whether output is left out.
     *
     * @param deprecated whether it is deprecated
     * @param unstable whether it is unstable
     * @return whether the policy hides it
     */
    public boolean hides(boolean deprecated, boolean unstable) {
        return (deprecated && deprecatedOutput == Output.HIDE) || (unstable && unstableOutput == Output.HIDE);
    }

    /**
     * A refusal by policy.
     *
     * @param message the error's text
     * @param crash whether the process is to end
     */
    public record Refusal(String message, boolean crash) {}
}
