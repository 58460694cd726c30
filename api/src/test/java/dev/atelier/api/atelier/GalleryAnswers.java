package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.ApiServer;
import dev.atelier.api.Reply;
import java.net.http.HttpRequest.BodyPublishers;

/** Has every operation of the gallery answer well and otherwise, for whoever compares. */
final class GalleryAnswers {
  private GalleryAnswers() {}

  /** Notes an answer, compares it with what is published, and gives it back. */
  @FunctionalInterface
  interface Seen {
    Reply sees(String operation, Reply reply);
  }

  static void see(ApiServer server, Seen sees) throws Exception {
    String image = new Client(server).made("").text("/id") + ".0";
    String none = "0199a3b2-7c4d-7e11-8a55-1f0f4b0c9d21.0";
    String images = "/api/v1/images";
    Reply page = sees.sees("GET /images", server.get(images + "?limit=1&q=red%20FOX"));
    assertThat(page.text("/data/0/id")).isEqualTo(image);
    sees.sees("GET /images", server.get(images + "?limit=0"));
    sees.sees("GET /images/archive", zip(server, images + "/archive?images=" + image));
    sees.sees("GET /images/archive", server.get(images + "/archive"));
    sees.sees("GET /images/archive", server.get(images + "/archive?images=" + none));
    String change = "{\"add\":[\"" + image + "\"]}";
    sees.sees("POST /images/favourites", server.post(images + "/favourites", change));
    sees.sees(
        "POST /images/favourites",
        server.post(images + "/favourites", change.replace(image, none)));
    sees.sees("POST /images/favourites", server.post(images + "/favourites", "{"));
    boards(server, sees, change);
    String delete = images + "/delete";
    sees.sees("POST /images/delete", server.post(delete, "{\"images\":[]}"));
    Reply deleted =
        sees.sees(
            "POST /images/delete",
            server.post(delete, "{\"images\":[\"" + image + "\",\"" + none + "\"]}"));
    assertThat(deleted.body()).isEqualTo("{\"deleted\":1,\"not_found\":1}");
  }

  private static void boards(ApiServer server, Seen sees, String change) throws Exception {
    String boards = "/api/v1/boards";
    Reply made = sees.sees("POST /boards", server.post(boards, "{\"name\":\"Foxes\"}"));
    assertThat(made.header("Location")).contains(boards + "/" + made.text("/id"));
    sees.sees("POST /boards", server.post(boards, "{\"name\":\"Foxes\"}"));
    sees.sees("GET /boards", server.get(boards));
    sees.sees("GET /boards", server.get(boards + "?page=2"));
    String one = boards + "/" + made.text("/id");
    sees.sees("GET /boards/{id}", server.get(one));
    sees.sees("GET /boards/{id}", server.get(boards + "/x"));
    sees.sees("PATCH /boards/{id}", rename(server, one, "{\"name\":\"Red foxes\"}"));
    sees.sees("PATCH /boards/{id}", rename(server, one, "{\"name\":\" \"}"));
    Reply filled = sees.sees("POST /boards/{id}/images", server.post(one + "/images", change));
    assertThat(filled.json().path("images").intValue()).isEqualTo(1);
    sees.sees("POST /boards/{id}/images", server.post(one + "/images", "{\"add\":\"x\"}"));
    sees.sees("DELETE /boards/{id}", server.send(server.request(one).DELETE()));
    sees.sees("DELETE /boards/{id}", server.send(server.request(one).DELETE()));
  }

  private static Reply rename(ApiServer server, String path, String json) throws Exception {
    return server.send(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  private static Reply zip(ApiServer server, String path) throws Exception {
    Reply reply = server.get(path);
    assertThat(reply.header("Content-Disposition").orElse("")).contains(".zip");
    return reply;
  }
}
