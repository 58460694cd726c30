package dev.atelier.moderation.classifier;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The model {@code nsfw-mobilenet-v2-mid} on ONNX Runtime. Each call takes one core, and no longer
 * for one picture than for another.
 */
final class OnnxClassifier implements Classifier {
  static final String MODEL = "nsfw-mobilenet-v2-mid";
  private static final String INPUT = "input";
  private static final long[] SHAPE = {1, 3, EDGE, EDGE};

  /** Otherwise the last layer reckons with rounded inputs too, which changes scores by 0.001. */
  private static final String FLOATS_ONLY = "session.disable_quant_qdq";

  private final OrtEnvironment environment;
  private final OrtSession session;

  /** Native memory must not be freed under a look: each reads, and closing writes. */
  private final ReadWriteLock looks = new ReentrantReadWriteLock();

  private boolean closed;

  private OnnxClassifier(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /**
   * Unpacks the native library into the directory for temporary files, once in a process, and reads
   * the model.
   *
   * @throws ClassifierException where there is no library for this machine, or it does not load
   */
  static OnnxClassifier load() throws ClassifierException {
    NoTelemetry.require();
    try {
      var environment = OrtEnvironment.getEnvironment();
      environment.setTelemetry(false);
      return new OnnxClassifier(environment, session(environment));
    } catch (OrtException | IOException | LinkageError e) {
      throw new ClassifierException("the image classifier does not load: " + root(e), e);
    }
  }

  private static OrtSession session(OrtEnvironment environment) throws OrtException, IOException {
    try (var file = OnnxClassifier.class.getResourceAsStream(MODEL + ".onnx");
        var options = new OrtSession.SessionOptions()) {
      if (file == null) {
        throw new IOException("no resource " + MODEL);
      }
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry(FLOATS_ONLY, "1");
      return environment.createSession(file.readAllBytes(), options);
    }
  }

  /** What the library wraps says what is wrong. */
  private static String root(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  @Override
  public Scores scores(float[] pixels) throws ClassifierException {
    looks.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the classifier is closed");
      }
      return look(pixels);
    } catch (OrtException | IllegalArgumentException e) {
      throw new ClassifierException("the image classifier gives no scores: " + e.getMessage(), e);
    } finally {
      looks.readLock().unlock();
    }
  }

  private Scores look(float[] pixels) throws OrtException {
    try (var input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), SHAPE);
        var result = session.run(Map.of(INPUT, input))) {
      float[] scores = ((float[][]) result.get(0).getValue())[0];
      return new Scores(scores[0], scores[1], scores[2], scores[3], scores[4]);
    }
  }

  /** Waits for looks that are under way; does no harm a second time. */
  @Override
  public void close() {
    looks.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      looks.writeLock().unlock();
    }
  }
}
