package dev.atelier.database.copy;

/**
 * A column of texts, or else of whole numbers.
 *
 * @param emptied whether the target has null in it
 */
record StoredColumn(String name, boolean text, boolean emptied) {}
