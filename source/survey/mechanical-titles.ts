/**
 * Titles of edits that leave a driver doing what it did: what a compiler, a checker or a style guide asked for, and one
 * helper of the kernel in the place of another. Whoever made one need not know the hardware, so it is no care for it.
 */

/** Where a title begins to say what is done: behind `subsystem: driver:`, or a dash or bracket in that place. */
const start = String.raw`(?:^|:\s*|\s[-–]+\s*|\)\s*|\]\s*)`;
/** A function's or macro's name, as nothing else in a title is spelt. */
const symbol = String.raw`(?:\.?\w+\(\)?|\.?[a-z]\w*_\w+|[A-Z]\w*_\w+)`;

const using = String.raw`(?:always us(?:e|ing)|benefit from|mak(?:e|ing) (?:\w+ )?use of|us(?:e|ed|es|ing)|reuse|re-use|utili[sz]e|adopt|leverage|prefer|convert(?:ed|s|ing)?|switch(?:ed|es|ing)?|migrat(?:e|ed|es|ing)|transition|replac(?:e|ed|es|ing)|simplify|open[- ]coded?|do(?:n't| not) (?:open[- ]code|use)|stop (?:open|using)|finish conversion)`;

const usingWords =
	'benefit always make making use used uses using reuse utilize utilise adopt leverage prefer convert converted converts converting switch switched switches switching migrate migrated migrates migrating transition replace replaced replaces replacing simplify open coded stop finish';

/** Names of helpers that stand for what was written out before; a driver that uses one is the same as ever. */
const helpers = [
	// Memory, strings and numbers.
	String.raw`k[mvz]*[mzc]alloc\w*`,
	String.raw`(?:kv?|v)?mem(?:dup|copy|cpy|move|set|zero)\w*`,
	String.raw`(?:struct|array|size)_(?:size|mul|add)\w*|array3?_size`,
	String.raw`flex(?:ible)?[- ]arrays?|DECLARE_FLEX_ARRAY|flex_array\w*`,
	String.raw`str[ln]?(?:cpy|cat)\w*|strscpy\w*|str_\w+|string[ _](?:choices?|helpers?)`,
	String.raw`sysfs_emit\w*|v?s[cn]*printf|seq_\w+|printbuf|kstrto\w+|kasprintf`,
	String.raw`(?:min|max|clamp|swap|abs|abs_diff)(?:3|_t|_val)?(?:\(\)|,| and | macro| helper|$)`,
	String.raw`(?:DIV_ROUND\w*|mult_frac|ARRAY_SIZE|BITS?(?:_ULL)?|GENMASK\w*|FIELD_\w+|field_(?:get|prep)|HZ_PER_\w+|\w+_PER_\w+|rol\d+|hweight\w*|sort|units\.h|bitfields?\.h)\b(?:\(\))?`,
	String.raw`(?:get|put)_unaligned\w*|(?:cpu_to_)?[bl]e\d+_(?:to_cpup?|add_cpu)`,
	String.raw`(?:list|hlist|for_each|array)_\w+`,
	String.raw`io(?:read|write)\d+\w*|fallthrough|int_(?:log|pow|sqrt)\w*`,
	// Lifetime, locks, errors.
	String.raw`(?:devm|dmam|pcim|dmaenginem|drmm|devres)_\w*|devm\b|managed (?:resources?|version|functions?|api)`,
	String.raw`(?:scoped_|lock |mutex )?guards?\b|guard\(\)?|scoped[_-]\w+|scope[- ]based|cleanup\.h|(?:auto-?)?cleanup (?:facility|helpers?|handlers?)|__free\w*|no_free_ptr`,
	String.raw`\w*dev_err(?:_cast)?_probe|PTR_ERR_OR_ZERO|ERR_CAST|ERR_PTR|IS_ERR\w*|%pe`,
	String.raw`dev_(?:\*|(?:dbg|warn|info|err|notice|name)\w*)|pr_(?:err|warn|info|debug|notice|fmt)\w*|netdev_(?:dbg|warn|info|err)\w*`,
	// Devices, drivers and their properties.
	String.raw`(?:\w+_)?get_(?:device_)?match_data|of_match_device|of_device_\w+|of_property_\w+|of_get_\w+|of_address\w*`,
	String.raw`(?:device|fwnode)_(?:property|get|for|node)\w*|(?:dev|of)_fwnode\w*|of_fwnode_handle|fwnode\b.*\bapi`,
	String.raw`\w*PM_OPS\w*(?:\(\))?|pm_(?:sleep_)?ptr\w*|(?:new|modern) pm (?:ops|macros)|rpm_\w+|pm_runtime_(?:resume_and_get|active\w*|get_active)|PM_RUNTIME_\w+`,
	String.raw`(?:module|builtin)_\w*driver\w*(?:_probe)?|platform_get_\w+|platform_device_\w+|platform_driver_\w+|class_(?:create|register)`,
	String.raw`(?:\.?probe|\.?remove)_new|(?:platform )?remove callback|\.probe\b|\.remove\b|\.?remove\(\)`,
	String.raw`(?:\.?round_rate\(?\)?.*)?\.?determine_rate\b`,
	String.raw`(?:new )?(?:gpio )?line value setters?|(?:new )?value setter|\.set_rv|gpio_generic_\w+|generic gpio chip api|new generic gpio`,
	String.raw`immutable (?:irq_?chip|irq chip)s?|irq_?chip_\w+|generic_handle_\w+|irq_domain_\w+|irqd_\w+|irq_\w+`,
	String.raw`i2c_smbus_\w+|(?:spi|i2c)_\w+_(?:read|write|transfer)\w*|i2c_(?:new_client|match_id|client_get_device_id)\w*|spi_get_device_id`,
	String.raw`maple(?:[- ]?tree)?\b|REGCACHE_MAPLE|regmap_(?:set|clear|update|assign)_bits\w*|regmap_reg_range`,
	// Time and deferred work.
	String.raw`(?:hr)?timer_\w+|(?:del|from|mod|setup)_timer\w*|tasklets?|(?:bh )?workqueues?|\w+_wq|WQ_\w+|disable_work\w*|delayed_work\w*`,
	String.raw`[mu]sleep\w*|usleep_range|fsleep|ktime_\w+|jiffies\w*|time_(?:is_)?(?:after|before)\w*|secs?_to_jiffies\w*|\w*poll_timeout\w*|iopoll\w*`,
	String.raw`dma_(?:set_mask\w*|pool_zalloc|alloc_\w+|map_\w+|set_coherent\w*|request_chan)|(?:standard|system) device pages|phys_\w+`,
	// Whatever else is called a helper.
	String.raw`(?:\w+ )?(?:helpers?|macros?|wrappers?|accessors?)(?: functions?)?\.?(?: (?:in|for|from|to|where)\b.*)?$`,
	String.raw`(?:temporary|local) (?:variables?|pointers?)\b|%\*?p\w\b|generic struct \w+`,
];

const code = String.raw`(?:args?|arguments?|arrays?|assign(?:ments?|ing)|blank|break|calls?|casts?|check(?:s|ing)?|code|comments?|condition(?:al)?s?|const|constants?|cop(?:y|ies)|declarations?|defines?|definitions?|dev_\w+|dev_err|dummy|else|enums?|error (?:message|print|log)s?|exports?|fields?|forward|functions?|global|gotos?|helpers?|if|includes?|init\w*|inlines?|labels?|lines?|list|local|macros?|members?|messages?|newlines?|null|of_node|of_match_ptr|parameters?|parenthes[ie]s|platform[_ ]data|pm_runtime_mark_last_busy|pointers?|prints?|printk|private|prototypes?|ret|returns?|semicolons?|spaces?|stores?|statements?|static|stubs?|structs?|structures?|switch|symbols?|tabs?|tags?|ternary|test|type|typedefs?|values?|variables?|void|words?|wrappers?|zero\w*)`;
const needless = `(?:un-?used|un-?needed|un-?necessary|redundant|superfluous|useless|needless|pointless|dead|write-only|duplicated?|stray|left-?over|unreachable|extra(?:neous)?|never used|uncalled|unreferenced)`;
const needlessWords =
	'unused un used unneeded needed unnecessary necessary redundant superfluous useless needless pointless dead write duplicate duplicated stray leftover left unreachable extra extraneous uncalled unreferenced';
const removing = `(?:omit(?:s|ted)?|remov(?:e|es|ed|ing)|delet(?:e|es|ed|ing)|drop(?:s|ped|ping)?|eliminat(?:e|es)|(?:get|got) rid of|clean(?:ing)?[- ]?up|fix(?:e[ds])?|avoid|kill|trim)`;

/** A pattern is tried on titles that have one of its words: most titles have none of any. Some tell of short edits alone. */
const rules: readonly (readonly [words: string, pattern: string, length?: 'short'])[] = [
	// What nothing refers to, or says twice.
	[needlessWords, String.raw`\b${removing}\b.*\b${needless}\b.*(?:\b${code}\b|${symbol})`],
	['used unused set', String.raw`\b(?:set|assigned|declared|defined) but (?:not |never |un-?)used\b`],
	[
		'unused',
		String.raw`\bunused[- ](?:but[- ]set[- ])?(?:variables?|functions?|const|parameters?|labels?|values?)\b`,
	],
	['maybe_unused __maybe_unused maybe', String.raw`\b(?:__)?maybe[_-]unused\b`],
	// What only the compiler knows.
	[
		'const constant read readonly',
		String.raw`\bconst\b(?!-)|\b(?:as|to be|make .*|be) (?:constant|read-?only)$|\bread-only\b.*\b(?:arrays?|structs?|variables?)\b`,
	],
	[
		'static',
		String.raw`\b(?:mak(?:e|ing)|mark|set|change|declare|should be|can be|turn)\b.*\bstatic\b|\bstatic (?:const|inline|mark\w*|keyword)\b`,
	],
	['void', String.raw`\breturn(?:s|ing)? void\b|\breturn type\b.* void\b`],
	[
		'warning warnings integer',
		String.raw`\b(?:sparse|smatch|gcc|clang|llvm|compiler?|compil(?:e|ation)|build|kernel-?doc|checker|cppcheck|coccicheck|coverity|static[- ](?:analysis|checker)|lint|objtool|unused|type|format|code-?style|style|htmldoc\w*|randconfig|kernel test robot|lkp|defined-but-not-used|prototype|parameter|truncation|uninitiali[sz]ed)\b.*\bwarnings?\b|\bplain integer\b|\bwarnings?\b.*\b(?:sparse|smatch|gcc|clang|compiler|kernel-?doc|checkpatch|test robot|lkp|coccicheck|cppcheck|W=1|parameter)\b`,
	],
	['w', String.raw`\bW=[12]\b`],
	[
		'kernel kerneldoc kerneldocs doc docs described undescribed undocumented',
		String.raw`\bkernel[- ]?docs?\b|\bnot described\b|\b(?:parameter|member)s? (?:\S+ )?(?:not |un)(?:described|documented)|\bundocumented\b.*\b(?:parameters?|members?)\b`,
	],
	[
		'prototype prototypes declaration declarations',
		String.raw`\b(?:no|missing) (?:previous )?prototypes?\b|\b(?:missing|forward) declarations?\b`,
	],
	[
		'sparse annotation annotations',
		String.raw`${start}(?:fix|add|annotate)\b.*\b(?:sparse|endian(?:ness)? annotations?)\b`,
	],
	// How it is written.
	[
		'style codestyle indent indentation indenting indented parenthesis parentheses reformat reformats rewrap re',
		String.raw`\bcod(?:e|ing)[- ]?style\b|\bstyle (?:issues?|problems?|errors?|cleanups?|fix(?:es)?)\b|\bindent(?:ation|ing|ed)?\b|\b(?:open )?parenthes[ie]s\b|\bre-?formats?\b|\bre-?wrap\b`,
	],
	[
		'tab tabs line lines newline newlines trailing space spaces semicolon semicolons brace braces camelcase camel sentinel sentinels terminator terminators string strings message messages column',
		String.raw`\btabs?\b.*\bspaces?\b|\bspaces?\b.*\btabs?\b|\b(?:blank|empty) lines?\b|\bnew ?lines? at\b|\btrailing (?:commas?|statements?|blanks?|newlines?|semicolons?|white|spaces?|tabs?|lines?)|\bline (?:lengths?|breaks?|wrap\w*)\b|\bcolumn (?:limit|width)s?\b|\b(?:over)?long lines?\b|\blines? over\b|\bspaces? (?:after|before|around|between|required)\b|\bsemicolons?\b|\b(?:curly )?braces?\b|\bcamel ?case\b|\bsentinels?\b|\bterminators?\b|\bquoted strings?\b|\bsplit (?:\w+ )?(?:messages?|strings?)\b`,
	],
	[
		'comment comments grammar word words docstring docstrings',
		String.raw`\b(?:fix|update|correct|remove|drop|delete|adjust|improve|clarify|reword|rephrase|expand|misleading|wrong|stale|outdated|obsolete|incorrect|in)\b.*\bcomments?\b|${start}(?:add|document|clean ?up|move|format)\b[^:]*\bcomments?\b|\bgrammar\b|\b(?:duplicated?|repeated|doubled?) words?\b|\bdocstrings?\b`,
	],
	[
		'copyright copyrights license licence module_firmware module_author module_description module_license module_import_ns',
		String.raw`\bcopyrights?\b|\blicen[sc]e\b|\bmodule_\w+`,
	],
	[
		'include includes including header headers inclusion',
		String.raw`${start}(?:tidy|sort|order|reorder|clean|trim|correct|include|including|fix|add|use|update|drop|remove)\b.*\b(?:includes\b|headers?$|headers? (?:alphabetically|we are|into|in|inclu\w+|files?$|order|sort\w*)|(?:missing|proper|correct|right|needed|direct) headers?\b)|\b(?:include|including) (?:the )?(?:\w+ )?['"\`]?(?:<|[\w/-]+\.h\b|headers?\b)|\binclude guard|\bheaders? (?:inclu\w+|order|guard)\b|\balphabetical(?:ly)?\b.*\bheaders?\b|\bheaders? .*\balphabetical`,
	],
	[
		'rename renames',
		String.raw`${start}rename\b.*\b(?:variables?|functions?|structs?|structures?|macros?|fields?|members?|parameters?|arguments?|labels?|defines?|enums?|callbacks?)\b`,
	],
	// Helpers of the kernel.
	[usingWords, String.raw`(?:${start}|\bto )${using}\b[^:]*?(?:[\s('"<\`]|->\s?)(?:${helpers.join('|')})`],
	[
		'use using convert switch make reuse',
		String.raw`${start}(?:use|convert to(?: use)?|switch to(?: using| use)?|switch over to|make use of|re-?use|using) (?:the |a |generic |new |common |existing |standard )*(?:struct )?(?!raw_spin|\w*gfp_)(?:[a-z]\w*_\w+|\w+\(\))(?:\(\))?(?: (?:helpers?|macros?|functions?|instead\b.*|in \w+\(\)|to simplify|for simplification)\b.*)?$`,
	],
	[
		'replace convert use',
		String.raw`${start}(?:replace|convert|use) [a-z]\w*(?:_\w+|\(\)) ?(?:\(\))? ?(?:calls? |usages? )?(?:with|by|to|instead of|over|->|=>) (?:[\w']+ ){0,2}(?!raw_spin)[a-z]\w*(?:_\w+|\(\))`,
	],
	[
		'change changed changing',
		String.raw`${start}chang(?:e|ed|ing) (?:all )?\w+\(\)(?: calls?)? (?:to|with|into) \w+\(\)`,
	],
	['bool boolean booleans', String.raw`${start}(?:convert|change|use|make)\b.*\bbool(?:ean)?s?$`],
	[
		'replace',
		String.raw`${start}replace (?:deprecated|open[- ]coded|legacy|\w+_\w* (?:constants?|flags?|macros?|states?) (?:with|by))\b`,
	],
	[
		'__counted_by counted_by bounds array arrays',
		String.raw`\b(?:__)?counted_by(?:_\w+)?\b|\bbounds[- ]checking\b|\b(?:zero-length|one-element|flexible|fake flex\w*|flex) arrays?\b`,
	],
	[
		'simplify simplified simplifies',
		String.raw`${start}simplif(?:y|ied|ies)\b.*\b(?:return(?:s|ed|ing)?|error (?:handling|path)s?|code|conditions?|checks?|loops?|if|with|using|locking|lookup|expression)\b`,
		'short',
	],
	['wq_percpu wq_unbound alloc_workqueue', String.raw`\bWQ_(?:PERCPU|UNBOUND)\b|\balloc_workqueue\b`],
	['document documents documented', String.raw`${start}document(?:s|ed)?\b`],
	['statics globals', String.raw`\binitiali[sz]e (?:statics?|globals?)\b`],
	['sizeof', String.raw`\bsizeof\b`],
	['add adding', String.raw`${start}add(?:ing)? devm_\w+`],
	['devm managed', String.raw`^(?!.*\bfix).*\b(?:devm|device[- ]managed)\b`],
	['directly', String.raw`${start}returns?\b.*\bdirectly\b`],
	[
		'fallthrough fall',
		String.raw`\b(?:implicit|missing|un-?annotated) fall-?throughs?\b|\bfall-?through (?:annotation|warning)s?\b`,
	],
	['agnostic', String.raw`\bagnostic\b`],
	['proxy', String.raw`\bproxy\W+headers?\b`],
	['__free', String.raw`\b__free\b`],
	['readability', String.raw`\breadability\b`],
	['export exporting unexport', String.raw`\b(?:stop|do not|don't) export\w*|\bunexport\b`],
	[
		'mark __init __exit __refdata',
		String.raw`\b(?:mark|add|annotate|drop|remove|fix)\b.*(?:\bnon-)?\b__(?:init|exit|ref)\w*|\bsection mismatch`,
	],
	['name names', String.raw`\b(?:wrong|incorrect) function names?\b`],
	[
		'drvdata memset',
		String.raw`\b(?:don't|do not|needn't) (?:set|clear) (?:the )?(?:\w+_)?drvdata\b|\bwithout memset\b`,
	],
	[
		'restricted assignment specifier specifiers format formatted unsigned newline newlines space spaces tab tabs prototype missing include includes',
		String.raw`\bincorrect type in (?:assignment|argument|initiali[sz]er)\b|\bto restricted\b|\bformat (?:specifiers?|strings?)\b|\bprintf? formats?\b|\bformatted output\b|['"\`]?\bunsigned\b['"\`]? (?:w/|with|by|to|into) ['"\`]?unsigned int\b|\b(?:missing|misplaced|stray|extra) (?:newlines?|spaces?|tabs?)\b|${start}fix\b.*\bprototypes?$|\bmissing includes?\b|\badd(?:ing)? newlines?\b`,
	],
	[
		'move moves',
		String.raw`${start}moves?\b.*\b(?:in)?to (?:(?:an?|its|their|the) )?(?:[\w/-]+ )?(?:folder|(?:sub-?)?director(?:y|ies)|subdir)\b`,
	],
	['strscpy cosmetic', String.raw`\bto strscpy\b|\bcosmetic\b`],
	['benefit', String.raw`${start}benefit from\b`],
	['deferred', String.raw`\b(?:handle|suppress|simplify)\b.*\bdeferred prob`],
	['legacy', String.raw`\b(?:don't|do not|stop) us(?:e|ing) (?:the )?legacy\b`],
	['t', String.raw`${start}(?:don't|do not) use [a-z]\w*(?:_\w+|\(\))`],
	['ifdef ifdefs ifdeffery', String.raw`${start}(?:remove|drop|get rid of|avoid|replace|fix)\b.*#?ifdef\w*`],
	['initialization initialisation', String.raw`${start}(?:remove|drop)\b.*\bexplicit initiali[sz]ation\b`],
	['move', String.raw`${start}move (?:<?[\w-]+\/)*<?[\w-]+\.h>? (?:in)?to\b`],
	[
		'needed necessary required',
		String.raw`\b(?:calls?|casts?|checks?|initiali[sz]ation|tests?)\b.*\bnot (?:needed|necessary|required)$`,
	],
	['need', String.raw`${start}(?:- )?no need to (?:set|check|initiali[sz]e|cast|print)\b`],
];

const patterns = rules.map(([, pattern]) => new RegExp(pattern, 'i'));
/** By word, in small letters: which patterns to try. */
const byWord = new Map<string, number[]>();
for (const [at, [words]] of rules.entries()) {
	for (const word of words.split(' ')) byWord.set(word, [...(byWord.get(word) ?? []), at]);
}

/** A warning by its compiler's name for it: `-Wformat`, `Wvoid-pointer-to-enum-cast`. */
const compilerWarning =
	/(?:^|[\s"'(])(?:-W[a-z]|W(?:[a-z]+-[\w-]+|(?:error|extra|format|undef|unused|shadow|uninitialized|override|enum)\b))/;

/** Whether a title tells of a fault that a user can meet. */
export function tellsOfFault(title: string): boolean {
	return fault.test(title) && !styleFault.test(title);
}

/** What moves code about, or takes a part of it away that the hardware never sees. */
const rearranging = new RegExp(
	[
		String.raw`${start}(?:annotate|arrange|clean(?:[- ]?up|s)?|(?:do )?some clean-?ups?$|consolidate|de-?duplicate|extract|factor(?:ing)? out|inline|match (?:\w+ ){0,3}types?|minimi[sz]e|moderni[sz]e|move|print|rearrange|refactor|rename|reorder|reorgani[sz]e|restructure|rework|simplify|sort|split|streamline|tidy|unify)\b(?!.*\b(?:after|before|clocks?|disable|domains?|drivers?|earlier|enable|errors?|firmware|init\w*|interrupts?|irqs?|later|power|quirk|reset|support|timings?|voltages?)\b)`,
		String.raw`${start}(?:remove|drop|delete|get rid of|eliminate)\b.*(?:\b${code}\b|\b(?:callbacks?|spinlocks?|wrappers?|explicit|legacy|remove\(\)))`,
	].join('|'),
	'i',
);
/** A rearrangement of so many lines, put in and taken out, was made by somebody who knows the driver. */
export const fewestLinesOfRework = 60;

/** Whether a title tells of code that is moved about: of few lines it is no work on the driver, of many it is. */
export function isRearrangement(title: string): boolean {
	return rearranging.test(title) && !tellsOfFault(title);
}

/** Faults that a user can meet: who mends one meant the driver, whatever tool found it. */
const fault =
	/\b(?:leak(?:s|ed|age|ing)?|dereferenc\w*|references? (?:leak|count)\w*|derefs?|(?:over|under)flow\w*|race\w*|dead-?locks?|use[- ]after[- ]free|uaf|oops(?:es)?|crash\w*|panics?|out[- ]of[- ]bounds?|oob|double[- ]free|refcount\w*|imbalance\w*|divi(?:de|sion)[- ]by[- ]zero|hangs?|hung|stalls?|corrupt\w*|regressions?|null[- ]p\w+|uninitiali[sz]ed|lock-?ups?|(?:fix(?:e[ds])?|improper|inconsistent|lack(?:ing|s)?|missing) (?:[\w-]+ ){0,3}locking|broken|failures?|wrong|incorrect(?:ly)?|missed|bugs?|fix(?:es|ed)? (?:\w+ ){0,3}error[- ](?:handling|paths?|(?:return )?codes?)(?! style)|missing (?:call to )?\w*_(?:disable\w*|free|put|release|unlock\w*|unprepare|unregister\w*)(?:\(\))?)(?!\w)/i;
const styleFault =
	/\b(?:comments?|indent\w*|style|kernel-?docs?|includes?|headers?|words?|warnings?|guard|columns?|dev_err\w*|function names?|format (?:specifiers?|strings?)|formatted output|newlines?|incorrect type in|restricted|(?:redundant|un-?necessary|un-?needed|useless) (?:null|(?:\w+ ){0,3}(?:messages?|prints?)))\b|-W[a-z]/i;
/** Tidying that is sent to stable trees all the same. */
const tidying = /%p\w|\b(?:typos?|messages?|useless|un-?used (?:variables?|functions?|defines?|macros?))\b/i;

/** Tools that rewrite code by rule, as their users name them. */
const tool =
	/\bcoccinelle\b|\bcoccicheck\b|\.cocci\b|\bsemantic patch\b|\bspatch\b|\bzeal ?robot\b|\bcheckpatch\b/i;
/** What a compiler says of a name that nothing refers to. */
const unusedWarning = /\[-W(?:error=)?unused-/;

/** Whether the words of a posted patch say that a tool found or made it, and its title tells of no fault that was mended. */
export function isMadeByTool(title: string, words: string): boolean {
	const isMade = tool.test(words) || (unusedWarning.test(words) && !mended.test(words));
	return isMade && !tellsOfFault(title);
}

/** What a mend carries that stable trees shall have. */
const forStable = /^cc:[^\n]*\bstable@/im;
/** What the kernel wrote when it happened. */
const trace = /\bcall trace:/i;
const mended = /^fixes:\s*[0-9a-f]{8}/im;
/** Who told of a fault: a line each. */
const report = /^(?:reported(?:-and-\w+)*-by|buglink|closes|bugzilla)\s*:.*$/gim;
/** Programs that read code or build it, and tell of what no user has met. */
const machine = /robot|\bbot\b|-bot@|\blkp\b|oe-kbuild|\bci\b|openanolis|\bcoverity\b/i;
const readByMachine =
	/\b(?:smatch|sparse|coverity|coccinelle|coccicheck|cppcheck|randconfig|all(?:mod|yes)config|W=1|static (?:analy\w+|check\w*))\b|\b(?:build|compil\w+) (?:warning|error|fail\w*|issue)/i;
/** What a user meets, as the words of a mend say it. */
const met =
	/\b(?:crash\w*|hangs?|hung|oops\w*|panics?|dead-?locks?|corrupt\w*|null[- ]p\w+ (?:de)?ref\w+|use[- ]after[- ]free|leak(?:s|ed|ing)?|race(?:s| condition)|stuck|broken|firmware bug|stops? working|(?:does|do|did) ?n[o']t work|no longer works?|fails? to (?:probe|work|load|boot|resume|suspend)|regression)\b/i;

/** What a compiler warns of because the program does something else than it says. */
const warnedFault =
	/uninitiali[sz]ed\b|-W(?:error[=-])?[\w-]*(?:array-bounds|null-dereference|dangling|shift-|stringop-over|tautological-|use-after-free|return-type|division-by-zero)/i;
/** What is said where a warning is silenced and nothing was wrong. */
const silencing =
	/\b(?:silenc(?:e|es|ed|ing)|suppress\w*|shut up|quieten|false[- ]positives?|bogus|spurious|harmless|(?:can ?not|can't|does not|doesn't|never) (?:actually )?happen)\b/i;
/** The compiler's own advice, which mails quote. */
const compilersNote = /^.*\bnote: .*$/gm;

/** Whether a patch mends a fault that a compiler found, and names the commit that brought it: to silence a warning is no mend. */
function mendsWarnedFault(title: string, words: string): boolean {
	return (
		warnedFault.test(title) &&
		mended.test(words) &&
		!silencing.test(`${title}\n${words.replace(compilersNote, '')}`)
	);
}

/** Whether the words of a posted patch name the commit that brought the fault which it mends. */
export function namesItsFault(words: string): boolean {
	return mended.test(words);
}

/** Whether a posted patch names the commit that brought what it mends, and this is no matter of style. */
export function claimsToMend(title: string, words: string): boolean {
	return (
		mended.test(words) && (mendsWarnedFault(title, words) || !(styleFault.test(title) || tidying.test(title)))
	);
}

/**
 * Whether the words of a posted patch say that it mends what a user met, whatever its title calls the edit: it is meant for
 * stable trees, shows the kernel's trace, a person reported it, or it names the commit that brought the fault and what the fault does.
 */
export function mendsWhatUsersMet(title: string, words: string): boolean {
	if (mendsWarnedFault(title, words)) return true;
	if (styleFault.test(title) || tidying.test(title)) return false;
	if (forStable.test(words) || trace.test(words)) return true;
	const isMend = mended.test(words);
	if (isMend && met.test(words) && !tool.test(words)) return true;
	if (readByMachine.test(words)) return false;
	return (words.match(report) ?? []).some(
		line => !machine.test(line) && (isMend || /bugzilla|gitlab|github|launchpad|-by/i.test(line)),
	);
}

/** Whether a title takes back a change: somebody saw what it did. */
export function isRevert(title: string): boolean {
	return /^(?:[\w/-]+: )*revert\b/i.test(title);
}

/**
 * Whether a title tells of an edit that changes nothing for those who use the driver. A driver that is made simpler in many
 * lines, put in and taken out, is somebody's work.
 */
export function isMechanical(title: string, lines: () => number = () => 0): boolean {
	const tried = new Set<number>();
	for (const word of title.toLowerCase().split(/\W+/)) {
		for (const at of byWord.get(word) ?? []) tried.add(at);
	}
	const isTold =
		[...tried].some(
			at => patterns[at]!.test(title) && (rules[at]![2] !== 'short' || lines() < fewestLinesOfRework),
		) ||
		(title.includes('W') && compilerWarning.test(title));
	return isTold && !tellsOfFault(title);
}
