package dev.atelier.http.upstream;

/** What the calls of one thread tell an upstream of the trace that they belong to. */
public final class UpstreamTrace {
  private static final String HEADER = "traceparent";
  private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

  private UpstreamTrace() {}

  /**
   * Runs {@code work}, whose calls send this header.
   *
   * @param traceparent as W3C Trace Context writes it
   */
  public static <T, X extends Throwable> T in(String traceparent, ScopedValue.CallableOp<T, X> work)
      throws X {
    return ScopedValue.where(CURRENT, traceparent).call(work);
  }

  static UpstreamRequest mark(UpstreamRequest request) {
    return CURRENT.isBound() ? request.header(HEADER, CURRENT.get()) : request;
  }
}
