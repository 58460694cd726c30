package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.util.Timeout;

/** How far one call is, and what its failure therefore means. */
final class CallProgress {
  static final String ATTRIBUTE = "atelier.call";

  private final UpstreamTimeouts timeouts;
  private final UpstreamObserver observer;
  private final ExchangeMeter meter = new ExchangeMeter();
  private volatile Stage stage = Stage.CONNECTING;
  private volatile boolean overdue;

  CallProgress(UpstreamTimeouts timeouts, UpstreamObserver observer) {
    this.timeouts = timeouts;
    this.observer = observer;
  }

  /** A connection is there, and the first byte is about to leave. */
  void connected(HttpClientConnection connection) {
    meter.connected(connection);
    observer.sending();
    connection.setSocketTimeout(Timeout.of(timeouts.firstByte()));
    meter.sent();
    stage = Stage.SENT;
  }

  /** The head of an answer came. */
  void answered(HttpClientConnection connection, HttpResponse response) {
    meter.answered(response);
    connection.setSocketTimeout(Timeout.of(timeouts.silence()));
    stage = Stage.ANSWERED;
  }

  /** A block of the body came. */
  void received() {
    meter.received();
  }

  /** The call is over, whatever came of it. */
  void ended() {
    observer.ended(meter.exchange());
  }

  /** The body ended where it says that it ends. */
  void complete() {
    stage = Stage.WHOLE;
  }

  boolean whole() {
    return stage == Stage.WHOLE;
  }

  void timedOut() {
    overdue = true;
  }

  boolean overdue() {
    return overdue;
  }

  UpstreamException failure(IOException e) {
    if (e instanceof UpstreamException already) {
      return already;
    }
    return new UpstreamException(kind(e), stage != Stage.CONNECTING, e);
  }

  private UpstreamFailure kind(IOException e) {
    return switch (stage) {
      case CONNECTING -> connecting(e);
      case SENT -> sent(e, UpstreamFailure.FIRST_BYTE_TIMEOUT, UpstreamFailure.NO_ANSWER);
      case ANSWERED, WHOLE -> sent(e, UpstreamFailure.SILENCE, UpstreamFailure.CUT);
    };
  }

  private UpstreamFailure sent(IOException e, UpstreamFailure silent, UpstreamFailure brokenOff) {
    if (overdue) {
      return UpstreamFailure.TOTAL_TIMEOUT;
    }
    return e instanceof SocketTimeoutException ? silent : brokenOff;
  }

  private static UpstreamFailure connecting(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> UpstreamFailure.UNKNOWN_HOST;
      case SSLException _ -> UpstreamFailure.TLS;
      default -> UpstreamFailure.UNREACHABLE;
    };
  }

  private enum Stage {
    CONNECTING,
    SENT,
    ANSWERED,
    WHOLE
  }
}
