package dev.qmp.chardev.internal.hub;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several devices as one: what its front end writes goes to all that are open, input comes from each. It is open while any of
 * them is.
 *
 * <p>A part that takes less than the others makes them wait; a part that opens later begins where the output is.
 *
 * <p>Thread: confined to the device's loop, except writing.
 */
final class HubDevice extends CharDevice {
    private final List<HubPart> parts;
    private int openParts;
    private boolean listening; // while the parts are told to
    private volatile boolean restart; // whether what the parts have taken belongs to an earlier peer

    HubDevice(ChardevOptions options, ChardevContext context, List<CharFrontend> parts) {
        super(options, context, features(parts));
        this.parts = parts.stream().map(part -> new HubPart(this, part)).toList();
    }

    private static Set<CharFeature> features(List<CharFrontend> parts) {
        Set<CharFeature> features = EnumSet.noneOf(CharFeature.class);
        if (parts.stream().allMatch(part -> part.chardev().has(CharFeature.GCONTEXT))) {
            features.add(CharFeature.GCONTEXT);
        }
        if (parts.stream().anyMatch(part -> part.chardev().has(CharFeature.DATAGRAM))) {
            features.add(CharFeature.DATAGRAM);
        }
        return features;
    }

    /** The parts follow the hub into its loop, and read while somebody listens to it. */
    @Override
    public void frontendInLoop(boolean opened) {
        openParts = 0;
        port.setOpen(false);
        listening = true;
        parts.forEach(part -> part.listen(opened, port.loop()));
        listening = false;
    }

    /** The first part that opens opens the hub, the last one that closes closes it. */
    void event(CharEvent event) {
        switch (event) {
            case OPENED -> {
                if (openParts++ > 0) {
                    return;
                }
                if (listening) {
                    port.setOpen(true); // the front end, which begins to listen, hears of it at once
                } else {
                    port.emit(event);
                }
            }
            case CLOSED -> {
                if (openParts > 0 && --openParts == 0) {
                    restart = true;
                    port.inputOver();
                    port.emit(event);
                } else {
                    port.writable(); // whoever waited for this part waits no more
                }
            }
            case BREAK, MUX_IN, MUX_OUT -> port.emit(event);
        }
    }

    /** How much input it takes: none before the front end has heard that it is open. */
    int room() {
        return !listening && port.takesMore() ? port.room() : 0;
    }

    void input(ByteBuffer bytes) {
        port.deliver(bytes);
    }

    void writable() {
        port.writable();
    }

    /** Takes what every open part has taken; what some of them have taken beyond that is not written to them again. */
    @Override
    public int writeBytes(ByteBuffer source) {
        if (restart) {
            restart = false;
            parts.forEach(HubPart::restart);
        }
        int taken = source.remaining();
        for (HubPart part : parts) {
            taken = Math.min(taken, part.write(source));
        }
        for (HubPart part : parts) {
            part.taken(taken);
        }
        source.position(source.position() + taken);
        return taken;
    }

    @Override
    public void writeInterestInLoop(boolean wanted) {
        if (wanted) {
            parts.forEach(HubPart::awaitRoom);
        }
    }

    @Override
    public void resumeInLoop() {
        parts.forEach(HubPart::resume);
    }

    @Override
    public boolean isDrained() {
        return parts.stream().allMatch(HubPart::isDrained);
    }

    @Override
    public void whenDrained(Runnable action) {
        whenDrained(0, action);
    }

    private void whenDrained(int from, Runnable action) {
        if (from == parts.size()) {
            action.run();
        } else {
            parts.get(from).whenDrained(() -> whenDrained(from + 1, action));
        }
    }

    @Override
    public void disconnectInLoop() {
        parts.forEach(HubPart::disconnect);
    }

    @Override
    public void closeInLoop() {
        parts.forEach(HubPart::release);
        port.inputOver();
        if (port.isOpen()) {
            port.emit(CharEvent.CLOSED);
        }
    }
}
