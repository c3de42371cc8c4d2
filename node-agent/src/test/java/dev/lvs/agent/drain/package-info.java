@NullMarked
package dev.lvs.agent.drain;

import org.jspecify.annotations.NullMarked;
