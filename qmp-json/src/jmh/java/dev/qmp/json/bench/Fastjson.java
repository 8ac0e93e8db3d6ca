package dev.qmp.json.bench;

import com.alibaba.fastjson2.JSON;

/** Fastjson 2's tree model: maps and lists. */
final class Fastjson implements Codec {
    @Override
    public Object parse(byte[] message) {
        return JSON.parse(message);
    }

    @Override
    public Object write(Object tree) {
        return JSON.toJSONBytes(tree);
    }
}
