package org.example.consumer;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.monitor.client.QmpClient;

/** Reads JSON of the dialect and prints it as a monitor would; the client needs a server. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println(JsonValues.toText(JsonText.parse(args[0])));
        System.out.println(QmpClient.class.getModule().getName());
    }
}
