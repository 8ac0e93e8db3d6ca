package dev.qmp.qapi.validation;

import org.jspecify.annotations.Nullable;

/**
 * A member as the check of its object needs it.
 *
 * @param name the key
 * @param optional whether it may be absent
 * @param type the check of its value
 * @param refusal why the policy refuses it, null if it does not
 */
record MemberCheck(String name, boolean optional, TypeCheck type, CompatPolicy.@Nullable Refusal refusal) {}
