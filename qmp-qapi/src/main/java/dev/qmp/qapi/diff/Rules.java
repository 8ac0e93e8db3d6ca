package dev.qmp.qapi.diff;

import static dev.qmp.qapi.diff.Judgement.breaking;
import static dev.qmp.qapi.diff.Judgement.compatible;

import dev.qmp.qapi.Feature;

/**
 * Judges changes by the direction in which values flow. A client may be made to send nothing new and must find what it used; a
 * server must know everything that it may be sent, and send what is expected and nothing else.
 *
 * <p>Thread: immutable.
 */
final class Rules {
    private final boolean handler;
    private final String server;

    private Rules(boolean handler, String server) {
        this.handler = handler;
        this.server = server;
    }

    /** Returns the rules for two whole schemas. */
    static Rules ofSchemas() {
        return new Rules(false, "an old server");
    }

    /**
     * Returns the rules for a handler whose requests the newer schema validates: a name out of a list that it does not know
     * it refuses by itself, but a member that it does not know it would overlook.
     */
    static Rules ofHandler() {
        return new Rules(true, "the handler");
    }

    Ruling commandAdded() {
        return new Ruling(compatible("old clients do not run it"), breaking(server + " does not have it"));
    }

    Ruling commandRemoved() {
        return new Ruling(breaking("old clients that run it get an error"), compatible("new clients do not run it"));
    }

    Ruling eventAdded() {
        return new Ruling(compatible("clients ignore events that they do not know"), breaking(neverSends()));
    }

    Ruling eventRemoved() {
        return new Ruling(breaking("old clients may wait for it"), breaking(stillSends()));
    }

    Ruling typeChanged(boolean clients, boolean servers, TypePair.Flow flow) {
        boolean request = flow == TypePair.Flow.REQUEST;
        return new Ruling(
                clients
                        ? compatible(
                                request ? "all that old clients send is accepted" : "old clients know all that is sent")
                        : breaking(request ? "what old clients send is refused" : "old clients do not expect it"),
                servers
                        ? compatible(
                                request
                                        ? server + " accepts all that is sent"
                                        : "all that " + server + " sends is expected")
                        : breaking(request ? server + " does not accept it" : server + " sends something else"));
    }

    Ruling memberAdded(TypePair.Flow flow, boolean optional) {
        if (flow == TypePair.Flow.REQUEST) {
            return new Ruling(
                    optional ? compatible("old clients need not send it") : breaking("old clients do not send it"),
                    breaking(doesNotKnow()));
        }
        return new Ruling(
                compatible("clients ignore members that they do not know"),
                optional ? compatible("it need not be sent") : breaking(neverSends()));
    }

    Ruling memberRemoved(TypePair.Flow flow, boolean optional) {
        if (flow == TypePair.Flow.REQUEST) {
            return new Ruling(
                    breaking("old clients that send it get an error"),
                    optional ? compatible(server + " can do without it") : breaking(server + " needs it"));
        }
        return new Ruling(
                breaking(optional ? "old clients may look for it, though it was optional" : "old clients expect it"),
                breaking(stillSends()));
    }

    Ruling madeOptional(TypePair.Flow flow) {
        return flow == TypePair.Flow.REQUEST
                ? new Ruling(compatible("old clients send it, as they may"), breaking(server + " needs it"))
                : new Ruling(breaking("old clients expect it"), compatible(server + " sends it, as it may"));
    }

    Ruling madeMandatory(TypePair.Flow flow) {
        return flow == TypePair.Flow.REQUEST
                ? new Ruling(breaking("old clients may leave it out"), compatible(server + " is always sent it"))
                : new Ruling(compatible("old clients can do without it"), breaking(server + " may leave it out"));
    }

    Ruling valueAdded(TypePair.Flow flow) {
        return flow == TypePair.Flow.REQUEST
                ? new Ruling(
                        compatible("old clients do not send it"),
                        handler ? compatible("the handler refuses it by itself") : breaking(doesNotKnow()))
                : new Ruling(breaking("old clients do not know it"), compatible(neverSends()));
    }

    Ruling valueRemoved(TypePair.Flow flow) {
        return flow == TypePair.Flow.REQUEST
                ? new Ruling(breaking("old clients that send it get an error"), compatible("it is not sent any more"))
                : new Ruling(compatible("it is not sent any more"), breaking(stillSends()));
    }

    Ruling alternativeAdded(TypePair.Flow flow) {
        return flow == TypePair.Flow.REQUEST
                ? new Ruling(compatible("old clients do not send it"), breaking(doesNotKnow()))
                : new Ruling(breaking("old clients do not know it"), compatible(neverSends()));
    }

    Ruling tagChanged() {
        String reason = "the members of a branch depend on another member";
        return new Ruling(breaking(reason), breaking(reason));
    }

    Ruling featureAdded(String name) {
        return switch (name) {
            case Feature.DEPRECATED -> both(Verdict.DEPRECATED, "it still works, and may go away in a later version");
            case Feature.UNSTABLE -> both(Verdict.DEPRECATED, "it still works, and may change without notice");
            default -> both(Verdict.COMPATIBLE, "clients may look for it");
        };
    }

    Ruling featureRemoved(String name) {
        return switch (name) {
            case Feature.DEPRECATED -> both(Verdict.COMPATIBLE, "it is here to stay");
            case Feature.UNSTABLE -> both(Verdict.COMPATIBLE, "it is stable now");
            default ->
                new Ruling(
                        breaking("old clients that look for it take it that the server cannot"),
                        compatible("new clients do not look for it"));
        };
    }

    /** Judges a switch that lets clients do more when it is on. */
    Ruling permission(boolean granted) {
        return granted
                ? new Ruling(compatible("old clients do not use it"), breaking(server + " does not allow it"))
                : new Ruling(breaking("old clients may use it"), compatible("new clients do not use it"));
    }

    Ruling successResponse(boolean answered) {
        return answered
                ? new Ruling(breaking("old clients expect no reply"), breaking(server + " sends no reply"))
                : new Ruling(breaking("old clients wait for a reply"), breaking(server + " sends a reply"));
    }

    Ruling notOnTheWire() {
        return both(Verdict.COMPATIBLE, "nothing of it is on the wire");
    }

    /** Judges something that came: a server need not have what is unstable, but where the handler alone is judged. */
    Ruling added(Ruling ruling, boolean unstable) {
        return unstable && !handler
                ? new Ruling(ruling.clients(), ruling.ofUnstable().servers())
                : ruling;
    }

    private static Ruling both(Verdict verdict, String reason) {
        Judgement judgement = new Judgement(verdict, reason);
        return new Ruling(judgement, judgement);
    }

    private String doesNotKnow() {
        return server + " does not know it";
    }

    private String neverSends() {
        return server + " does not send it";
    }

    private String stillSends() {
        return server + " may still send it";
    }
}
