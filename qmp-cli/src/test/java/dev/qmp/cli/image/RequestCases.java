package dev.qmp.cli.image;

import dev.qmp.cli.image.TwoServers.Session;
import java.util.ArrayList;
import java.util.List;

/** Requests that QEMU 7.2 and the image have to treat alike. */
final class RequestCases {
    private static final List<String> COMMANDS = List.of(
            "query-version",
            "query-commands",
            "query-qmp-schema",
            "query-name",
            "query-status",
            "stop",
            "system_reset",
            "cont",
            "system_powerdown",
            "system_wakeup",
            "query-migrate",
            "query-migrate-capabilities",
            "migrate-pause",
            "query-yank",
            "yank",
            "migrate-recover",
            "migrate-incoming",
            "migrate-set-capabilities",
            "nosuch",
            "");

    /** What surrounds a command, the id apart. */
    private static final List<String> FRAMES = List.of(
            "'execute':'%s'",
            "'execute':'%s','arguments':{}",
            "'arguments':{'x':1},'execute':'%s'",
            "'execute':'%s','arguments':null",
            "'execute':'%s','arguments':[]",
            "'execute':'%s','arguments':'x'",
            "'execute':['%s']",
            "'execute':'%s','foo':1",
            "'execute':'%s','extra':null",
            "'execute':'%s','control':{'run-oob':true}",
            "'exec-oob':'%s'",
            "'exec-oob':'%s','arguments':{'x':1}",
            "'exec-oob':'%s','arguments':false",
            "'exec-oob':'%s','execute':'%s'",
            "'exec-oob':{'%s':1}",
            "'execute':'%s','execute':'%s'");

    private static final List<String> IDS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e3",
            "9223372036854775807",
            "-9223372036854775808",
            "18446744073709551615",
            "'text'",
            "''",
            "'\\u00e9\\ud83d\\ude00'",
            "'\\u0000'",
            "'a\\\\b\\\"c\\/d'",
            "[]",
            "[1,'a',null,[[]]]",
            "{}",
            "{'b':1,'a':{'c':[]}}");

    /** Arguments of single commands, most of them wrong. */
    private static final List<String> ARGUMENTS = List.of(
            "'migrate-incoming','arguments':{'uri':1}",
            "'migrate-incoming','arguments':{'uri':null}",
            "'migrate-incoming','arguments':{'uri':['x']}",
            "'migrate-incoming','arguments':{'uri':'bogus:x','y':1}",
            "'migrate-incoming','arguments':{'uri':'bogus:x'}",
            "'migrate-incoming','arguments':{'uri':''}",
            "'migrate-incoming','arguments':{'uri':'defer'}",
            "'migrate-incoming','arguments':{'uri':'unix:'}",
            "'migrate-incoming','arguments':{'uri':'unix:/nonexistent/x'}",
            "'migrate-incoming','arguments':{'uri':'tcp:'}",
            "'migrate-incoming','arguments':{'uri':'tcp::'}",
            "'migrate-incoming','arguments':{'uri':'tcp:127.0.0.1'}",
            "'migrate-incoming','arguments':{'uri':'tcp:127.0.0.1:'}",
            "'migrate-incoming','arguments':{'uri':'tcp:127.0.0.1:notaport'}",
            "'migrate-incoming','arguments':{'uri':'tcp:[::1'}",
            "'migrate-incoming','arguments':{'uri':'tcp:1.2.3.4:5'}",
            "'migrate-recover','arguments':{'uri':'bogus:x'}",
            "'migrate-recover','arguments':{'uri':{}}",
            "'migrate-set-capabilities','arguments':{'capabilities':'events'}",
            "'migrate-set-capabilities','arguments':{'capabilities':{}}",
            "'migrate-set-capabilities','arguments':{'capabilities':[]}",
            "'migrate-set-capabilities','arguments':{'capabilities':['events']}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events'}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'state':true}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'nope','state':true}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':1,'state':true}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':'on'}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':1}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':null}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':true,'x':1}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':true},7]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':true}]}",
            "'migrate-set-capabilities','arguments':{'capabilities':[{'capability':'events','state':false}],'x':1}",
            "'yank','arguments':{'instances':[]}",
            "'yank','arguments':{'instances':{}}",
            "'yank','arguments':{'instances':[1]}",
            "'yank','arguments':{'instances':[{}]}",
            "'yank','arguments':{'instances':[{'type':'nope'}]}",
            "'yank','arguments':{'instances':[{'type':'chardev'}]}",
            "'yank','arguments':{'instances':[{'type':'chardev','id':5}]}",
            "'yank','arguments':{'instances':[{'type':'chardev','id':'x','y':1}]}",
            "'yank','arguments':{'instances':[{'type':'chardev','id':'nosuch'}]}",
            "'yank','arguments':{'instances':[{'type':'chardev','node-name':'x'}]}",
            "'yank','arguments':{'instances':[{'type':'block-node','node-name':'x'}]}",
            "'yank','arguments':{'instances':[{'type':'migration'}]}",
            "'yank','arguments':{'instances':[{'type':'migration','id':'x'}]}",
            "'qmp_capabilities','arguments':{'enable':1}",
            "'qmp_capabilities','arguments':{'enable':{}}",
            "'qmp_capabilities','arguments':{'enable':null}",
            "'qmp_capabilities','arguments':{'enable':[null]}",
            "'qmp_capabilities','arguments':{'enable':['oob',1]}",
            "'qmp_capabilities','arguments':{'enable':['nope']}",
            "'qmp_capabilities','arguments':{'enable':['oob'],'x':1}",
            "'qmp_capabilities','arguments':{'disable':[]}");

    private static final List<String> MALFORMED = List.of(
            "{]",
            "}",
            ",",
            "]",
            "[}",
            "{'a':}",
            "{'a':1,}",
            "[,]",
            "{'a' 1}",
            "{'a':1 'b':2}",
            "{'a':1]",
            "[1 2]",
            "{1:2}",
            "nul ",
            "truex ",
            "'\\x'",
            "'\\ud800'",
            "'\\u12'",
            "'\\uffff'",
            "01 ",
            "-01 ",
            "1. ",
            "1e ",
            "@",
            "A",
            "\u0001",
            "\u007f",
            "\u00e9",
            "'\u0001'",
            "[]",
            "{}",
            "null ",
            "1 ",
            "'x'",
            "true ",
            "-1.5 ",
            "{'execute'",
            "{'execute':'stop'",
            "\"a\"\"b\"",
            "123abc ");

    private RequestCases() {}

    static List<String> of(Session session) {
        List<String> requests = new ArrayList<>();
        int number = 0;
        for (String command : COMMANDS) {
            for (String frame : FRAMES) {
                requests.add("{" + frame.replace("%s", command) + ",'id':" + number++ + "}");
            }
        }
        for (String id : IDS) {
            requests.add("{'id':" + id + ",'execute':'query-name'}");
            requests.add("{'id':" + id + ",'execute':'nosuch'}");
            requests.add("{'id':" + id + ",'exec-oob':'migrate-pause'}");
            requests.add("{'id':" + id + "}");
        }
        for (String arguments : ARGUMENTS) {
            requests.add("{'execute':" + arguments + "}");
            requests.add("{'exec-oob':" + arguments + ",'id':'oob'}");
        }
        if (session != Session.NOT_NEGOTIATED) {
            requests.add("{'execute':'qmp_capabilities'}");
            requests.add("{'exec-oob':'qmp_capabilities'}");
            requests.add("{'execute':'qmp_capabilities','arguments':{'enable':['oob']}}");
        }
        requests.addAll(MALFORMED);
        return requests;
    }
}
