package dev.atelier.server.wiring;

import dev.atelier.database.Database;
import dev.atelier.database.Row;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tables, columns, keys and indexes of a database, in words that are the same on both stores. */
final class StoredSchema {
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern CASTS = Pattern.compile("::[a-z]+(\\[\\])?");
  private static final Pattern MARKS = Pattern.compile("[\"()]");

  private StoredSchema() {}

  /** By name of what it is, such as {@code job.state} or {@code index job_next}. */
  static Map<String, String> ofSqlite(Database database) {
    var all = new TreeMap<String, String>();
    database.read(tx -> {
      for (String table :
          tx.list(
              "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                  + " AND name NOT LIKE 'flyway%'",
              row -> row.text("name"))) {
        tx.list(
            "SELECT name, type, \"notnull\" AS required, dflt_value, pk FROM pragma_table_info(?)",
            row -> all.put(table + "." + row.text("name"), sqliteColumn(row)),
            table);
        tx.list(
            "SELECT \"from\" AS child, \"table\" AS parent, \"to\" AS target, on_delete FROM"
                + " pragma_foreign_key_list(?)",
            row ->
                all.put(
                    table + "." + row.text("child") + " refers to",
                    "%s.%s %s"
                        .formatted(
                            row.text("parent"),
                            row.text("target"),
                            row.text("on_delete").toLowerCase(Locale.ROOT))),
            table);
        tx.list(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?",
            row -> all.put(table + " checks", Integer.toString(checks(row.text("sql")))),
            table);
      }
      tx.list(
          "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
              + " AND name NOT LIKE 'flyway%'",
          row -> all.put("index " + row.text("name"), index(row.text("sql"))));
      return all;
    });
    return all;
  }

  /** The same. */
  static Map<String, String> ofPostgres(Database database) {
    var all = new TreeMap<String, String>();
    database.read(tx -> {
      tx.list(
          """
          SELECT c.table_name, c.column_name, c.data_type, c.is_nullable, c.column_default,
            COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0) AS pk, c.collation_name
          FROM information_schema.columns c
            JOIN pg_attribute a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name
            LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
          WHERE c.table_schema = 'public' AND c.table_name NOT LIKE 'flyway%'\
          """,
          row ->
              all.put(row.text("table_name") + "." + row.text("column_name"), postgresColumn(row)));
      tx.list(
          """
          SELECT c.conrelid::regclass::text AS child, a.attname, c.confrelid::regclass::text AS parent,
            f.attname AS target, c.confdeltype::text AS deleted
          FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
          WHERE c.contype = 'f'\
          """,
          row ->
              all.put(
                  row.text("child") + "." + row.text("attname") + " refers to",
                  "%s.%s %s"
                      .formatted(
                          row.text("parent"),
                          row.text("target"),
                          row.text("deleted").equals("c") ? "cascade" : "no action")));
      tx.list(
          """
          SELECT t.relname, COUNT(c.oid) AS checks FROM pg_class t
            LEFT JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'c'
          WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
            AND t.relname NOT LIKE 'flyway%'
          GROUP BY t.relname\
          """,
          row -> all.put(row.text("relname") + " checks", Long.toString(row.number("checks"))));
      tx.list(
          """
          SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
            AND indexname NOT LIKE '%_pkey' AND indexname NOT LIKE '%_key'
            AND indexname NOT LIKE 'flyway%'
          UNION ALL
          SELECT indexname, indexdef FROM pg_indexes WHERE indexname = 'idempotency_record_key'\
          """,
          row -> all.put("index " + row.text("indexname"), index(row.text("indexdef"))));
      return all;
    });
    return all;
  }

  private static String sqliteColumn(Row row) {
    return column(
        row.text("type").equals("TEXT"),
        row.flag("required") || row.flag("pk"),
        row.textOrNull("dflt_value").orElse(""),
        row.number("pk"));
  }

  private static String postgresColumn(Row row) {
    boolean text = row.text("data_type").equals("text");
    if (text && !row.textOrNull("collation_name").equals(Optional.of("C"))) {
      return "text in another order than that of its bytes";
    }
    return column(
        text,
        row.text("is_nullable").equals("NO"),
        row.textOrNull("column_default").orElse(""),
        row.number("pk"));
  }

  private static String column(boolean text, boolean required, String fallback, long key) {
    return "%s%s%s%s"
        .formatted(
            text ? "text" : "number",
            required ? " required" : "",
            fallback.isEmpty() ? "" : " default " + plain(fallback),
            key == 0 ? "" : " key " + key);
  }

  private static int checks(String sql) {
    return sql.split("CHECK\\s*\\(", -1).length - 1;
  }

  /** From its table on; conditions without what is only spelled otherwise. */
  private static String index(String sql) {
    boolean unique = sql.startsWith("CREATE UNIQUE");
    return (unique ? "unique " : "")
        + plain(sql.substring(sql.indexOf(" ON ") + 4))
            .replace("public.", "")
            .replace(" using btree", "");
  }

  private static String plain(String sql) {
    String bare = MARKS.matcher(CASTS.matcher(sql).replaceAll("")).replaceAll(" ");
    return SPACES.matcher(bare).replaceAll(" ").replace(" ,", ",").strip().toLowerCase(Locale.ROOT);
  }
}
