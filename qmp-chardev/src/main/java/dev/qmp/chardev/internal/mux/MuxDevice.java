package dev.qmp.chardev.internal.mux;

import dev.qmp.chardev.CharEvent;
import dev.qmp.chardev.CharFeature;
import dev.qmp.chardev.CharFrontend;
import dev.qmp.chardev.CharHandlers;
import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.internal.device.SharedDevice;
import dev.qmp.chardev.internal.system.Logs;
import dev.qmp.chardev.options.ChardevOptions;
import dev.qmp.chardev.spi.CharDevice;
import dev.qmp.chardev.spi.ChardevContext;
import dev.qmp.chardev.spi.MuxActions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Up to four front ends on one device. Input goes to the one with the focus; output of all goes to the device.
 *
 * <p>Each front end has a {@link MuxSlot}, a device of its own with the multiplexer's id. The multiplexer and its base never
 * leave the main loop: one base has one read watch, which cannot be in the loops of four front ends.
 *
 * <p>Thread: confined to the main loop, except writing; the list of slots is guarded by its monitor.
 */
final class MuxDevice extends CharDevice implements SharedDevice {
    private static final int MOST = 4;
    private static final int RING = 32;

    private final ChardevOptions options;
    private final CharFrontend base;
    private final MuxActions actions;
    private final List<MuxSlot> slots = new ArrayList<>(MOST);
    private final MuxOutput output;
    private final EscapeFilter escapes;
    private @Nullable MuxSlot focus;
    private boolean started;

    MuxDevice(ChardevOptions options, ChardevContext context, CharFrontend base, MuxActions actions) {
        super(options, context, base.chardev().has(CharFeature.DATAGRAM) ? Set.of(CharFeature.DATAGRAM) : Set.of());
        this.options = options;
        this.base = base;
        this.actions = actions;
        this.output = new MuxOutput(base);
        this.escapes = new EscapeFilter(actions.escape());
        this.started = !context.isStarting();
        port.setOpen(started);
        base.setHandlers(new FromBase(), null);
    }

    @Override
    public CharFrontend attach() {
        synchronized (slots) {
            for (MuxSlot slot : slots) {
                if (!slot.handle().isBusy()) {
                    return slot.handle().attach();
                }
            }
            if (slots.size() == MOST) {
                throw new ChardevException(context.level().full(port.id(), MOST));
            }
            MuxSlot slot = new MuxSlot(options, context, this, port.isOpen());
            slots.add(slot);
            return slot.handle().attach();
        }
    }

    @Override
    public boolean hasUsers() {
        return !used().isEmpty();
    }

    @Override
    public boolean isFrontendOpen() {
        return used().stream().anyMatch(slot -> slot.handle().isFrontendOpen());
    }

    /** Only the front end with the focus gets the break. */
    @Override
    public void sendBreakInLoop() {
        MuxSlot current = focus;
        if (current != null) {
            current.event(CharEvent.BREAK);
        }
    }

    @Override
    public void startCompletedInLoop() {
        if (!started) {
            started = true;
            port.setOpen(true);
            sendAll(CharEvent.OPENED);
        }
    }

    @Override
    public void closeInLoop() {
        used().forEach(slot -> slot.handle().closeAsync());
        base.detachAsync();
        port.setOpen(false);
    }

    MuxOutput output() {
        return output;
    }

    CharFrontend base() {
        return base;
    }

    void takeFocus(MuxSlot slot) {
        MuxSlot old = focus;
        if (old != null) {
            old.event(CharEvent.MUX_OUT);
        }
        focus = slot;
        slot.event(CharEvent.MUX_IN);
    }

    private List<MuxSlot> used() {
        synchronized (slots) {
            return slots.stream().filter(slot -> slot.handle().isBusy()).toList();
        }
    }

    private void sendAll(CharEvent event) {
        used().forEach(slot -> slot.event(event));
    }

    private void nextFocus() {
        List<MuxSlot> all = used();
        if (!all.isEmpty()) {
            takeFocus(all.get((all.indexOf(focus) + 1) % all.size()));
        }
    }

    private void command(EscapeFilter.Command command) {
        switch (command) {
            case HELP -> say(escapes.help());
            case TERMINATE -> {
                say("QEMU: Terminated\n\r");
                actions.terminate();
            }
            case COMMIT -> actions.commit();
            case BREAK -> sendBreakInLoop();
            case NEXT -> nextFocus();
            case TIMESTAMPS -> output.toggleTimestamps();
        }
    }

    private void say(String text) {
        try {
            base.connection().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            Logs.of(MuxDevice.class).log(System.Logger.Level.DEBUG, "text not written", e);
        }
    }

    /** The multiplexer as the front end of its base. Thread: the main loop. */
    private final class FromBase implements CharHandlers {
        @Override
        public int canRead() {
            MuxSlot current = focus;
            return current == null ? RING : Math.max(0, RING - current.kept());
        }

        @Override
        public void read(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int data = escapes.next(bytes.get() & 0xff, MuxDevice.this::command);
                MuxSlot current = focus;
                if (data >= 0 && current != null && current.handle().isFrontendOpen()) {
                    current.input((byte) data);
                }
            }
        }

        @Override
        public void event(CharEvent event) {
            if (started) {
                sendAll(event);
            }
        }
    }
}
