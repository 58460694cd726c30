package dev.atelier.http.upstream;

import dev.atelier.testkit.ScriptedHttp.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.server.RawHTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 server on a loopback port that answers, frame by frame, what a test tells it to. Each
 * request is answered on a thread of its own, once all of it is there.
 */
public final class ScriptedHttp2 implements TestUpstream {
  private static final int STREAMS = 100;

  private final Server server = new Server(new QueuedThreadPool(16, 1));
  private final ServerConnector connector;
  private final boolean secure;
  private final boolean early;
  private final Handler handler;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<Integer> cancelled = ConcurrentHashMap.newKeySet();
  private final AtomicInteger windowUpdates = new AtomicInteger();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  private ScriptedHttp2(
      Handler handler, boolean early, int streams, SslContextFactory.@Nullable Server tls) {
    this.handler = handler;
    this.early = early;
    this.secure = tls != null;
    var frames = new RawHTTP2ServerConnectionFactory(new HttpConfiguration(), new Requests());
    frames.setMaxConcurrentStreams(streams);
    ConnectionFactory[] protocols =
        tls == null
            ? new ConnectionFactory[] {frames}
            : new ConnectionFactory[] {new SslConnectionFactory(tls, frames.getProtocol()), frames};
    connector = new ServerConnector(server, 1, 1, protocols);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static ScriptedHttp2 start(Handler handler) {
    return start(handler, STREAMS);
  }

  /**
   * @param streams how many it takes at once on a connection
   */
  static ScriptedHttp2 start(Handler handler, int streams) {
    return new ScriptedHttp2(handler, false, streams, null);
  }

  /** One that answers heads, and reads no bodies. */
  static ScriptedHttp2 startEarly(Handler handler) {
    return new ScriptedHttp2(handler, true, STREAMS, null);
  }

  /**
   * One with TLS.
   *
   * @param protocols what it offers by ALPN; none of it if empty
   */
  public static ScriptedHttp2 secure(Handler handler, TestKey key, String... protocols) {
    return new ScriptedHttp2(handler, false, STREAMS, key.server(protocols));
  }

  @Override
  public URI uri() {
    String host = secure ? "https://localhost:" : "http://127.0.0.1:";
    return URI.create(host + connector.getLocalPort());
  }

  @Override
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** How many connections there were. */
  public int connections() {
    return sessions.size();
  }

  /** How many there are now. */
  int open() {
    return connector.getConnectedEndPoints().size();
  }

  /** How often its clients gave a stream more room. */
  int windowUpdates() {
    return windowUpdates.get();
  }

  /** The streams that its clients gave up. */
  Set<Integer> cancelled() {
    return Set.copyOf(cancelled);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers one request. */
  @FunctionalInterface
  public interface Handler {
    void answer(Received request, Http2Answer answer) throws IOException;
  }

  /** Counts the room that clients give streams. */
  private final class Windows implements HTTP2Session.FrameListener {
    @Override
    public void onIncomingFrame(Session session, Frame frame) {
      if (frame instanceof WindowUpdateFrame window && window.getStreamId() > 0) {
        windowUpdates.incrementAndGet();
      }
    }
  }

  /** Reads requests. */
  private final class Requests implements ServerSessionListener {
    @Override
    public void onAccept(Session session) {
      sessions.add(session);
      ((HTTP2Session) session).addEventListener(new Windows());
    }

    @Override
    public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
      var request = new Request((MetaData.Request) frame.getMetaData());
      if (early || frame.isEndStream()) {
        request.end(stream);
      } else {
        stream.demand();
      }
      return request;
    }
  }

  /** One that is read. */
  private final class Request implements Stream.Listener {
    private final MetaData.Request head;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Request(MetaData.Request head) {
      this.head = head;
    }

    @Override
    public void onDataAvailable(Stream stream) {
      while (true) {
        Stream.Data data = stream.readData();
        if (data == null) {
          stream.demand();
          return;
        }
        byte[] bytes = new byte[data.frame().remaining()];
        data.frame().getByteBuffer().get(bytes);
        body.writeBytes(bytes);
        data.release();
        if (data.frame().isEndStream()) {
          end(stream);
          return;
        }
      }
    }

    @Override
    public void onReset(Stream stream, ResetFrame frame, Callback callback) {
      cancelled.add(stream.getId());
      callback.succeeded();
    }

    private void end(Stream stream) {
      var headers = new TreeMap<String, String>();
      for (HttpField field : head) {
        headers.put(field.getLowerCaseName(), field.getValue());
      }
      var request =
          new Received(
              head.getMethod(), head.getHttpURI().getPathQuery(), headers, body.toByteArray());
      received.add(request);
      Thread.ofVirtual()
          .name("scripted-http2")
          .start(() -> {
            try {
              handler.answer(request, new Http2Answer(stream));
            } catch (IOException e) {
              // the client is gone, or the test wants it to be
            }
          });
    }
  }
}
