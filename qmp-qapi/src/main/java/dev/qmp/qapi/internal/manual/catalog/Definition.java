package dev.qmp.qapi.internal.manual.catalog;

import dev.qmp.qapi.Doc;
import dev.qmp.qapi.SchemaEntity;
import org.jspecify.annotations.Nullable;

/**
 * A definition that the manual shows.
 *
 * @param entity what is defined
 * @param kind its kind
 * @param file the page it is on
 */
public record Definition(SchemaEntity entity, Kind kind, String file) implements Item {
    @Override
    public int line() {
        return entity.source().line();
    }

    /**
     * Returns its name.
     *
     * @return the name, unique in the schema
     */
    public String name() {
        return entity.name();
    }

    /**
     * Returns the id of its entry.
     *
     * @return the id, unique in the manual
     */
    public String id() {
        return Ids.of(name());
    }

    /**
     * Returns the id of one of its members, arguments, data, values or alternatives.
     *
     * @param member the member's name
     * @return the id
     */
    public String id(String member) {
        return id() + '.' + Ids.of(member);
    }

    /**
     * Returns the id of one of the members that a branch brings.
     *
     * @param branch the value of the tag
     * @param member the member's name
     * @return the id
     */
    public String branchId(String branch, String member) {
        return branchId(branch) + '.' + Ids.of(member);
    }

    /** Returns the same definition on another page. */
    Definition on(String other) {
        return new Definition(entity, kind, other);
    }

    /**
     * Returns the id of one of a union's branches; a member may have the same name.
     *
     * @param branch the value of the tag
     * @return the id
     */
    public String branchId(String branch) {
        return id() + ':' + Ids.of(branch);
    }

    /**
     * Returns the address of one of its members.
     *
     * @param member the member's name
     * @return the address within the manual
     */
    public String href(String member) {
        return file + '#' + id(member);
    }

    /**
     * Returns the address of its entry.
     *
     * @return the address within the manual
     */
    public String href() {
        return file + '#' + id();
    }

    /**
     * Returns the release that brought it.
     *
     * @return the text of its documentation, empty if it does not tell
     */
    public String since() {
        Doc doc = doc();
        if (doc == null || doc.sections(Doc.Kind.SINCE).isEmpty()) {
            return "";
        }
        return doc.sections(Doc.Kind.SINCE).get(0).text().strip();
    }

    /**
     * Returns its documentation.
     *
     * @return the comment, null if there is none
     */
    public @Nullable Doc doc() {
        return entity.doc().orElse(null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Definition definition && definition.entity == entity;
    }

    @Override
    public int hashCode() {
        return entity.name().hashCode();
    }
}
