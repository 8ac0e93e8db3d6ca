package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString;
import dev.qmp.chardev.options.OptionTable;
import dev.qmp.cli.machine.FdSets;
import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.usage.OptionReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of QEMU's command line that concern the process or the machine; with {@code --qemu} a whole command line of QEMU is
 * accepted, and what only a virtual machine can use is ignored.
 *
 * <p>Thread: confined to one thread.
 */
final class QemuOptions {
    static final String SWITCH = "--qemu";

    private static final OptionTable NAME = OptionTable.of("name", "guest")
            .with(OptionTable.Type.STRING, "guest", "process")
            .with(OptionTable.Type.BOOL, "debug-threads");

    /** The longest name that Linux keeps of a process. */
    private static final int MAX_PROCESS_NAME = 15;

    /** The options that only a virtual machine can use, by the number of their arguments, of QEMU 6.2 to 10.1. */
    private static final class Foreign {
        static final Set<String> FLAGS = words("""
                async-teardown audio-help enable-fips enable-kvm enable-sync-profile full-screen jitdump mem-prealloc no-acpi
                no-fd-bootchk no-hpet no-quit no-reboot no-shutdown no-user-config nodefaults nographic old-param
                only-migratable perfmap portrait s semihosting singlestep snapshot usb win2k-hack xen-attach
                xen-domid-restrict""");

        static final Set<String> WITH_ARGUMENT = words("""
                L M accel acpitable action append audio audiodev bios blockdev boot cdrom cpu d device dfilter display drive
                dtb dump-vmstate fda fdb fsdev fw_cfg g gdb global hda hdb hdc hdd icount initrd iscsi k kernel loadvm m
                machine mem-path msg mtdblock net netdev nic numa option-rom overcommit pflash plugin prom-env qtest
                qtest-log rotate rtc run-with sandbox sd seed semihosting-config set shim smbios smp spice tb-size tpmdev
                trace usbdevice uuid vga virtfs vnc watchdog watchdog-action xen-domid""");

        /** The options with arguments that ask for what cannot be done here, unless that is {@code none}. */
        static final Set<String> REFUSED = Set.of("chroot", "runas", "writeconfig");

        /** The groups of {@code -readconfig} that only a virtual machine can use. */
        static final Set<String> GROUPS = words("""
                accel acpi action audiodev boot-opts device drive fsdev fw_cfg global icount iscsi machine memory msg net
                netdev nic numa option-rom overcommit plugin rtc run-with sandbox smbios smp-opts spice tpmdev trace virtfs
                vnc""");

        private static Set<String> words(String text) {
            return Set.of(text.strip().split("\\s+"));
        }
    }

    private final boolean whole;
    private final List<String> ignored = new ArrayList<>();
    private final FdSets fdSets = new FdSets();
    private boolean daemonize;
    private boolean preconfig;
    private @Nullable String logFile;
    private @Nullable String guest;
    private @Nullable String process;

    /**
     * Makes options without values.
     *
     * @param arguments the command line, which is a whole command line of QEMU if it has the switch
     */
    QemuOptions(List<String> arguments) {
        whole = arguments.contains(SWITCH);
    }

    /** Takes an option that means something else, or nothing, elsewhere; returns false if it is not one. */
    boolean takeFirst(String option, OptionReader rest) {
        if (option.equals(SWITCH)) {
            return true;
        }
        if (whole && (option.equals("-D") || option.equals("--D"))) {
            logFile = ServeOptions.argument(rest);
            return true;
        }
        return false;
    }

    /** Takes an option; returns false if it is not one of these. */
    boolean take(String option, OptionReader rest) {
        switch (option) {
            case "-name", "-add-fd" -> takeSection(new DeviceOption(option, ServeOptions.argument(rest)));
            case "-daemonize" -> daemonize = true;
            case "-preconfig", "--preconfig" -> preconfig = true;
            default -> {
                return whole && takeForeign(option, rest);
            }
        }
        return true;
    }

    /** Takes an option that a file may have as a section; returns false if it is not one of these. */
    boolean takeSection(DeviceOption source) {
        switch (source.option()) {
            case "-name" -> name(source);
            case "-add-fd" -> AddFdOption.add(source, fdSets);
            default -> {
                if (!whole || !Foreign.GROUPS.contains(source.option().substring(1))) {
                    return false;
                }
                ignoreUnlessHarmful(source);
            }
        }
        return true;
    }

    private boolean takeForeign(String option, OptionReader rest) {
        if (!option.startsWith("-")) {
            // The image of a disk.
            ignored.add(option);
            return true;
        }
        String name = option.substring(1);
        if (Foreign.FLAGS.contains(name)) {
            ignored.add(option);
            return true;
        }
        boolean refused = Foreign.REFUSED.contains(name);
        if (!refused && !Foreign.WITH_ARGUMENT.contains(name)) {
            return false;
        }
        DeviceOption foreign = new DeviceOption(option, ServeOptions.argument(rest));
        if (refused && !foreign.argument().equals("none")) {
            throw new StartException(foreign, "not supported here");
        }
        if (HelpRequest.isHelp(foreign.argument())) {
            throw new StartException(foreign, "there is no virtual machine here whose parts could be listed");
        }
        ignoreUnlessHarmful(foreign);
        return true;
    }

    /** Ignores an option, unless it would take rights from the process. */
    private void ignoreUnlessHarmful(DeviceOption foreign) {
        if (foreign.option().substring(1).equals("run-with")
                && foreign.argument().matches("(.*,)?(chroot|user)=.*")) {
            throw new StartException(foreign, "not supported here");
        }
        ignore(foreign);
    }

    private void name(DeviceOption source) {
        try {
            OptionString options = source.parse(NAME);
            if (options.id() != null) {
                throw new ChardevException("Invalid parameter 'id'");
            }
            guest = options.has("guest") ? options.get("guest") : guest;
            process = options.has("process") ? options.get("process") : process;
        } catch (ChardevException e) {
            throw new StartException(source, e);
        }
    }

    /** Does what can be done at once, and logs what is ignored. */
    void apply() {
        if (process != null) {
            String name = process.substring(0, Math.min(process.length(), MAX_PROCESS_NAME));
            try {
                Files.writeString(Path.of("/proc/self/comm"), name);
            } catch (IOException e) {
                log().log(Level.WARNING, "the process keeps its name", e);
            }
        }
        if (!ignored.isEmpty()) {
            log().log(Level.DEBUG, () -> "ignored: " + String.join(" ", ignored));
        }
    }

    /** The logger, which costs time to load and is rarely needed. */
    private static System.Logger log() {
        return System.getLogger(QemuOptions.class.getName());
    }

    /** Returns whether the command line is one of QEMU's. */
    boolean whole() {
        return whole;
    }

    /** Notes an option that only a virtual machine can use. */
    void ignore(DeviceOption option) {
        ignored.add(option.option() + " " + option.argument());
    }

    /** Returns whether the process leaves its terminal when it is ready. */
    boolean daemonize() {
        return daemonize;
    }

    /** Returns whether the machine is made only when {@code x-exit-preconfig} asks for it. */
    boolean preconfig() {
        return preconfig;
    }

    /** Returns the log file of {@code -D}. */
    @Nullable
    String logFile() {
        return logFile;
    }

    /** Returns the descriptors of {@code -add-fd}. */
    FdSets fdSets() {
        return fdSets;
    }

    /** Returns the machine's name. */
    @Nullable
    String guest() {
        return guest;
    }
}
