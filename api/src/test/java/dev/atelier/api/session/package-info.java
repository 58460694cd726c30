@NullMarked
package dev.atelier.api.session;

import org.jspecify.annotations.NullMarked;
