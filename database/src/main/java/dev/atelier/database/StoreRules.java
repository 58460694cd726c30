package dev.atelier.database;

import java.sql.SQLException;

/** In what stores differ under the one transaction type. */
interface StoreRules {

  /** What a statement's failure means to the transaction that it is part of. */
  RuntimeException failure(String sql, SQLException cause);

  /** Waits for the turn of this transaction among those that say this name. */
  void lock(Statements statements, String name) throws SQLException;

  /** A statement as this store words it. */
  String text(String sql);
}
