package dev.atelier.api.runware;

import dev.atelier.api.read.ReadImageReferences;
import dev.atelier.api.read.Strictness;
import dev.atelier.api.read.Uploads;
import dev.atelier.gateway.input.PrepareInputs;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.MalformedJsonException;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads an array of tasks. Of each the images go to disk while it is read. */
final class ReadTasks {
  private static final Pattern IN_TASK = Pattern.compile("/([0-9]{1,9})(/.*)");

  private final PrepareInputs prepare;
  private final int tasksMax;
  private final Strictness strictness;

  ReadTasks(PrepareInputs prepare, int tasksMax, Strictness strictness) {
    this.prepare = prepare;
    this.tasksMax = tasksMax;
    this.strictness = strictness;
  }

  /**
   * The tasks of a text, in their order; each is to be closed.
   *
   * @throws MalformedJsonException for anything but an array of objects, one at least
   * @throws FaultException {@link RequestFault.InvalidField} of no name for too many
   */
  List<TaskBody> read(InputStream text) throws IOException {
    var staged = new Staged();
    boolean whole = false;
    try {
      List<TaskBody> tasks = tasks(JsonReader.parse(text, JsonLimits.DEFAULT, staged), staged);
      whole = true;
      return tasks;
    } finally {
      if (!whole) {
        staged.byTask.values().forEach(images -> images.uploads().close());
      }
    }
  }

  private List<TaskBody> tasks(JsonNode array, Staged staged) throws IOException {
    if (!array.isArray() || array.isEmpty()) {
      throw new MalformedJsonException("an array of tasks was expected");
    }
    if (array.size() > tasksMax) {
      throw RequestFault.invalid("", new Problem.TooMany(tasksMax, array.size()));
    }
    var tasks = new ArrayList<TaskBody>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode task = array.get(i);
      if (!task.isObject()) {
        throw new MalformedJsonException("a task that is an object was expected");
      }
      Images images = staged.of(i);
      tasks.add(
          new TaskBody(task, TaskHead.of(task), images.references(), images.uploads(), strictness));
    }
    return tasks;
  }

  private record Images(Uploads uploads, ReadImageReferences references) {}

  /** Hands each long string to the images of its task. */
  private final class Staged implements FieldSpool {
    private final Map<Integer, Images> byTask = new HashMap<>();

    @Override
    public Optional<OutputStream> open(String pointer) throws IOException {
      Matcher matcher = IN_TASK.matcher(pointer);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int task = Integer.parseInt(matcher.group(1));
      return task < tasksMax
          ? of(task).references().open(matcher.group(2))
          : Optional.of(OutputStream.nullOutputStream());
    }

    @Override
    public int threshold() {
      return of(0).references().threshold();
    }

    private Images of(int task) {
      return byTask.computeIfAbsent(
          task,
          _ -> {
            var uploads = new Uploads(prepare);
            return new Images(
                uploads,
                new ReadImageReferences(
                    uploads, TaskBody.IMAGES, strictness, TaskBody::holdsImage));
          });
    }
  }
}
