@NullMarked
package dev.atelier.provider.oauth;

import org.jspecify.annotations.NullMarked;
