package dev.atelier.http.upstream;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** How far one call is, and what its failure therefore means. */
final class CallProgress {
  private final UpstreamTimeouts timeouts;
  private final UpstreamObserver observer;
  private final ExchangeMeter meter = new ExchangeMeter();
  private volatile Stage stage = Stage.CONNECTING;
  private volatile boolean overdue;

  CallProgress(UpstreamTimeouts timeouts, UpstreamObserver observer) {
    this.timeouts = timeouts;
    this.observer = observer;
  }

  UpstreamTimeouts timeouts() {
    return timeouts;
  }

  /**
   * A connection is there, and the first byte is about to leave.
   *
   * @param reused whether it has carried calls before
   * @param counts of this call alone
   */
  void leaving(boolean reused, ByteCounts counts) {
    meter.connected(reused, counts);
    observer.sending();
    meter.sent();
    stage = Stage.SENT;
  }

  /** The head of an answer came. */
  void answered(AnswerHead head) {
    meter.answered(head);
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

  /** Of the time that the whole call has; negative once it is over. */
  long nanosLeft() {
    return timeouts.total().toNanos() - meter.elapsed();
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
      case SENT ->
          e instanceof RefusedStreamException
              ? UpstreamFailure.REFUSED_STREAM
              : sent(e, UpstreamFailure.FIRST_BYTE_TIMEOUT, UpstreamFailure.NO_ANSWER);
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
      case NoHttp2Exception _ -> UpstreamFailure.NO_HTTP_2;
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
