package dev.atelier.http.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.testkit.ScriptedHttp.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
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
   * @param store a PKCS#12 file with its key
   * @param protocols what it offers by ALPN; none of it if empty
   */
  static ScriptedHttp2 secure(Handler handler, String store, String password, String... protocols) {
    var tls =
        new SslContextFactory.Server() {
          @Override
          public void customize(SSLEngine engine) {
            super.customize(engine);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(protocols);
            engine.setSSLParameters(parameters);
          }
        };
    tls.setKeyStorePath(store);
    tls.setKeyStorePassword(password);
    return new ScriptedHttp2(handler, false, STREAMS, tls);
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
  int connections() {
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

  /** Of one stream. */
  public static final class Http2Answer implements Answer {
    private final Stream stream;

    private Http2Answer(Stream stream) {
      this.stream = stream;
    }

    int streamId() {
      return stream.getId();
    }

    @Override
    public void bytes(int status, String type, byte[] body, String... headers) throws IOException {
      head(
          status,
          type,
          false,
          fields -> {
            for (int i = 0; i < headers.length; i += 2) {
              fields.add(headers[i], headers[i + 1]);
            }
            return fields.put("Content-Length", Integer.toString(body.length));
          });
      data(body, true);
    }

    @Override
    public void open(int status, String type) throws IOException {
      head(status, type, false, fields -> fields);
    }

    /** A head before the head, of status 103. */
    void hint() throws IOException {
      var hint =
          new MetaData.Response(
              103, null, HttpVersion.HTTP_2, HttpFields.build().put("Link", "</x>"));
      done(stream.headers(new HeadersFrame(stream.getId(), hint, null, false)));
    }

    /** A head that is all of it. */
    void head(int status) throws IOException {
      head(status, "text/plain", true, fields -> fields);
    }

    @Override
    public void block(String text) throws IOException {
      data(text.getBytes(UTF_8), false);
    }

    @Override
    public void end() throws IOException {
      data(new byte[0], true);
    }

    /** Ends it by a head after the body. */
    void trailers() throws IOException {
      var trailers = new MetaData(HttpVersion.HTTP_2, HttpFields.build().put("x-sum", "1"));
      done(stream.headers(new HeadersFrame(stream.getId(), trailers, null, true)));
    }

    @Override
    public void half() throws IOException {
      head(200, "text/plain", false, fields -> fields.put("Content-Length", "10"));
      block("12345");
    }

    @Override
    public void reset() throws IOException {
      reset(ErrorCode.INTERNAL_ERROR);
    }

    /** Gives it back as if it had never come. */
    public void refuse() throws IOException {
      reset(ErrorCode.REFUSED_STREAM_ERROR);
    }

    private void reset(ErrorCode error) throws IOException {
      done(stream.reset(new ResetFrame(stream.getId(), error.code)));
    }

    /** Says that it knows of no stream beyond this one. */
    void goAway(int lastStreamId) {
      session().goAway(new GoAwayFrame(lastStreamId, 0, null), Callback.NOOP);
    }

    @Override
    public void close() {
      session().disconnect();
    }

    private HTTP2Session session() {
      return (HTTP2Session) stream.getSession();
    }

    private void head(int status, String type, boolean last, UnaryOperator<HttpFields.Mutable> more)
        throws IOException {
      HttpFields.Mutable fields = more.apply(HttpFields.build().put("Content-Type", type));
      var head = new MetaData.Response(status, null, HttpVersion.HTTP_2, fields);
      done(stream.headers(new HeadersFrame(stream.getId(), head, null, last)));
    }

    private void data(byte[] bytes, boolean last) throws IOException {
      done(stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(bytes), last)));
    }

    private static void done(Future<?> sent) throws IOException {
      try {
        sent.get(20, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new IOException(e);
      }
    }
  }
}
