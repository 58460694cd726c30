package dev.atelier.http.upstream;

import java.util.Optional;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.ResetFrame;

/** Tells calls what Jetty tells of their streams nowhere else. */
final class FrameWatch implements HTTP2Session.FrameListener {
  @Override
  public void onIncomingFrame(Session session, Frame frame) {
    if (frame instanceof DataFrame data) {
      call(session, data.getStreamId()).ifPresent(call -> call.arrived(data.remaining()));
    }
  }

  @Override
  public void onOutgoingFrame(Session session, Frame frame) {
    if (frame instanceof ResetFrame reset) {
      call(session, reset.getStreamId()).ifPresent(Http2Call::givenUp);
    }
  }

  private static Optional<Http2Call> call(Session session, int id) {
    return session.getStream(id) instanceof HTTP2Stream stream
            && stream.getListener() instanceof Http2Call call
        ? Optional.of(call)
        : Optional.empty();
  }
}
