package dev.atelier.server.operations;

import dev.atelier.http.server.AccessRecord;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One JSON line for each answered request: ids, usage, latency, never a prompt or bytes. */
public final class AccessLog implements Consumer<AccessRecord> {
  private static final Logger LOG = LoggerFactory.getLogger("access");

  @Override
  public void accept(AccessRecord request) {
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("request", request.requestId())
            .addKeyValue("method", request.method())
            .addKeyValue("route", request.route())
            .addKeyValue("status", request.status())
            .addKeyValue("millis", request.duration().toMillis())
            .addKeyValue("bytes_in", request.bytesIn())
            .addKeyValue("bytes_out", request.bytesOut());
    for (var note : request.notes().entrySet()) {
      line = line.addKeyValue(note.getKey(), note.getValue());
    }
    line.log("answered");
  }
}
