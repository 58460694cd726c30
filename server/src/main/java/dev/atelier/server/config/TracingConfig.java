package dev.atelier.server.config;

import dev.atelier.server.telemetry.SamplerChoice;
import dev.atelier.server.telemetry.TracingSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads where spans are sent. */
final class TracingConfig {
  private static final String ENDPOINT = "telemetry.otlp-endpoint";
  private static final String HEADERS = "telemetry.otlp-headers";

  private TracingConfig() {}

  /** Empty where no collector is named. */
  static Optional<TracingSettings> of(ConfigValues values) {
    boolean off =
        values.flag("telemetry.disabled") || values.text("telemetry.exporter").equals("none");
    return values
        .given(ENDPOINT)
        .filter(_ -> !off)
        .map(_ ->
            values.read(
                ENDPOINT,
                "the base of a collector's OTLP over HTTP, such as http://127.0.0.1:4318",
                url ->
                    new TracingSettings(
                        URI.create(url),
                        headers(values),
                        values.text("telemetry.service-name"),
                        sampler(values),
                        values.flag("telemetry.propagate"))));
  }

  private static SamplerChoice sampler(ConfigValues values) {
    SamplerChoice.Kind kind =
        values.read(
            "telemetry.sampler",
            "always_on, always_off or traceidratio, each also with parentbased_ before it",
            word -> SamplerChoice.Kind.valueOf(word.toUpperCase(Locale.ROOT)));
    return values.read(
        "telemetry.sampler-arg",
        "a share from 0 to 1",
        share -> new SamplerChoice(kind, Double.parseDouble(share)));
  }

  /** As OpenTelemetry has them: {@code name=value} with commas, values percent-encoded. */
  private static Map<String, String> headers(ConfigValues values) {
    var headers = new LinkedHashMap<String, String>();
    for (String pair : values.list(HEADERS)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new ConfigException(
            "setting \"" + HEADERS + "\" must be name=value pairs with commas between them");
      }
      headers.put(
          pair.substring(0, equals).strip(),
          URLDecoder.decode(
              pair.substring(equals + 1).strip().replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    return headers;
  }
}
