package dev.atelier.server.operations;

import dev.atelier.http.server.AccessRecord;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** One flat JSON object for each answered request: ids, usage, latency, never a prompt or bytes. */
public final class AccessLog implements Consumer<AccessRecord> {
  private static final Logger LOG = LoggerFactory.getLogger("access");

  private final InstantSource clock;

  public AccessLog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void accept(AccessRecord request) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("request", request.requestId());
    line.put("method", request.method());
    line.put("route", request.route());
    line.put("status", request.status());
    line.put("millis", request.duration().toMillis());
    line.put("bytes_in", request.bytesIn());
    line.put("bytes_out", request.bytesOut());
    line.putAll(request.notes());
    LOG.info(JsonMapper.shared().writeValueAsString(line));
  }
}
