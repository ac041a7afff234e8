// What Leadline asks of a grammar compiled to WebAssembly: parse a text, and
// hand over the nodes of its tree as flat records in document order.
//
// One instance parses one text at a time. Nothing here recurses on the depth of
// the tree. Memory that cannot be had traps, and the host throws the instance
// away. An instance sees its own memory, and of the world one function: whether
// to stop.

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <tree_sitter/api.h>

#define EXPORT(name) __attribute__((export_name(#name))) name

// LANGUAGES is given by the build, e.g. X(typescript) X(tsx).
#define X(name) const TSLanguage *tree_sitter_##name(void);
LANGUAGES
#undef X
#define X(name) tree_sitter_##name,
static const TSLanguage *(*const languages[])(void) = {LANGUAGES};
#undef X

enum { NAMED = 1, ERROR = 2, MISSING = 4 };

// Record is one node. internal/source/code/sitter reads the same layout.
typedef struct {
	uint16_t symbol;
	uint8_t field, flags;
	uint32_t start, end;        // bytes
	uint32_t start_row, end_row;
	uint32_t parent;            // index of a record; of the root: its own
	uint32_t next;              // index after the last record below this one
} Record;

// stop says whether nobody waits for the result any more.
__attribute__((import_module("leadline"), import_name("stop"))) uint32_t stop(void);

static TSParser *parser;
static char *source;
static uint32_t source_size;
static Record *records;
static uint32_t count, capacity;
static uint32_t *above; // indexes of the records on the way down to here
static uint32_t above_size;

void __sanitizer_cov_trace_pc(void);

static void *grown(void *old, size_t items, size_t size) {
	if (items > SIZE_MAX / size) abort();
	void *new = realloc(old, items * size);
	if (!new) abort();
	return new;
}

char *EXPORT(source_buffer)(uint32_t size) {
	if (size >= source_size) source = grown(source, source_size = size + 1, 1);
	return source;
}

Record *EXPORT(record_buffer)(void) { return records; }
uint32_t EXPORT(symbol_count)(uint32_t l) { return ts_language_symbol_count(languages[l]()); }
const char *EXPORT(symbol_name)(uint32_t l, uint32_t i) { return ts_language_symbol_name(languages[l](), i); }
uint32_t EXPORT(field_count)(uint32_t l) { return ts_language_field_count(languages[l]()); }
const char *EXPORT(field_name)(uint32_t l, uint32_t i) { return ts_language_field_name_for_id(languages[l](), i); }

// carries says whether an anonymous token tells something that the nodes round
// it do not: brackets, separators and quotation marks are most of them, and
// tell nothing.
static int carries(const char *name) { return name[strspn(name, "()[]{},;.:\"'`\r\n\t ")] != 0; }

static void put(TSNode node, TSTreeCursor *cursor, uint8_t flags, uint32_t parent) {
	if (count == capacity) {
		capacity = capacity ? 2 * capacity : 1 << 12;
		records = grown(records, capacity, sizeof *records);
	}
	records[count++] = (Record){
		.symbol = ts_node_symbol(node),
		.field = ts_tree_cursor_current_field_id(cursor),
		.flags = flags,
		.start = ts_node_start_byte(node),
		.end = ts_node_end_byte(node),
		.start_row = ts_node_start_point(node).row,
		.end_row = ts_node_end_point(node).row,
		.parent = parent,
	};
}

// walk fills the records: the named nodes, those that are missing from the
// text, and the tokens that carry something.
static void walk(TSNode root) {
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	uint32_t depth = 0;
	count = 0;
	for (;;) {
		__sanitizer_cov_trace_pc();
		TSNode node = ts_tree_cursor_current_node(&cursor);
		uint8_t flags = (ts_node_is_named(node) ? NAMED : 0) | (ts_node_is_error(node) ? ERROR : 0) |
			(ts_node_is_missing(node) ? MISSING : 0);
		// A node without a record stands for the one above it.
		uint32_t here = depth ? above[depth - 1] : 0;
		if (!depth || flags || carries(ts_node_type(node))) {
			put(node, &cursor, flags, here);
			here = count - 1;
		}
		if (depth == above_size) {
			above_size = above_size ? 2 * above_size : 1 << 8;
			above = grown(above, above_size, sizeof *above);
		}
		if (ts_tree_cursor_goto_first_child(&cursor)) {
			above[depth++] = here;
			continue;
		}
		records[here].next = count;
		while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
			if (!ts_tree_cursor_goto_parent(&cursor)) {
				ts_tree_cursor_delete(&cursor);
				return;
			}
			records[above[--depth]].next = count;
		}
	}
}

static const char *read_source(void *size, uint32_t at, TSPoint point, uint32_t *length) {
	*length = at < *(uint32_t *)size ? *(uint32_t *)size - at : 0;
	return *length ? source + at : "";
}

static bool stop_parsing(TSParseState *state) { return stop(); }

// parse parses the first size bytes of the source and returns how many records
// there are: none if it was told to stop.
uint32_t EXPORT(parse)(uint32_t l, uint32_t size) {
	if (!parser && !(parser = ts_parser_new())) abort();
	ts_parser_reset(parser);
	if (!ts_parser_set_language(parser, languages[l]())) abort();
	TSTree *tree = ts_parser_parse_with_options(parser, NULL,
		(TSInput){.payload = &size, .read = read_source, .encoding = TSInputEncodingUTF8},
		(TSParseOptions){.progress_callback = stop_parsing});
	if (!tree) return 0;
	walk(ts_tree_root_node(tree));
	ts_tree_delete(tree);
	return count;
}

// The runtime asks after every hundred steps of the parser. A scanner written by
// hand could go on for ever within one: the build puts a call of this into each
// branch of those.
void __sanitizer_cov_trace_pc(void) {
	static uint32_t branches;
	if (++branches % (1 << 16) == 0 && stop()) abort();
}

// The runtime can log, draw its trees and watch the clock, and is never asked to.
// With these its code for that needs nothing from outside.
#undef stderr
FILE *const stderr = NULL;
int fprintf(FILE *f, const char *format, ...) { return 0; }
int snprintf(char *s, size_t n, const char *format, ...) {
	if (n) *s = 0;
	return 0;
}
int vsnprintf(char *s, size_t n, const char *format, va_list args) { return snprintf(s, n, "%s", ""); }
int fputs(const char *s, FILE *f) { return 0; }
int fputc(int c, FILE *f) { return 0; }
size_t fwrite(const void *p, size_t size, size_t n, FILE *f) { return 0; }
FILE *fdopen(int fd, const char *mode) { return NULL; }
int fclose(FILE *f) { return 0; }
int clock_gettime(clockid_t id, struct timespec *t) {
	*t = (struct timespec){0};
	return 0;
}
