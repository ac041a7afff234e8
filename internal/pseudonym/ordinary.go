package pseudonym

import "strings"

// ordinary are words that name persons too, or begin addresses, but mean
// something else far more often where Leadline quotes them: on their own they
// stay. In a full name or an address they go with the rest.
var ordinary = set(
	// Months and days as they are written.
	`jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
	october november december mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday`,
	// Words that sentences begin with, and those of our own sentences.
	`the and for from with without not nothing none some any all each every many most more less least few other
	others this that these those there here where when what which who whom whose why how has have had was were are
	been will would can could may might must shall should does did done its their our your his her one two three
	four five six seven eight nine ten first last next new old since until after before while within between both
	only also but yet still than then thus into onto over under about again against along among around because
	below above beside beyond during except inside like near off out outside per through toward upon via`,
	// English words that are given names or surnames.
	`abbey ace amber angel art ash aspen autumn bailey baker ball banks barber basil bay bean bell berg berry best
	bill bird bishop black blake bliss block blue bob bond booth bow bowman brand branch bridge bridges bright
	brook brooks brown buck bud burn bush butler buzz camp cannon carol carpenter carter case cash chance chandler
	chase chip christian church clay cliff close cook cooper crane cross crystal curry dale daisy dawn day dean
	drew duke dusty eagle earl east eden ember fair faith falcon farmer fern field fields finch fisher flint flowers
	floyd ford forest foster fox frank freeman french frost gage gale gardener gene gentle george gift glass glen
	gold golden good grace grant gray green grey griffin grove guy hall hand harmony harp hart hazel head heath
	heather hill hills holly home honor hood hope horn house hunt hunter iris iron ivy jack jade jasmine jasper
	jay jet jewel jordan joy judge justice kay keen kent key king knight lake lamb lance land lane lark law leaf
	light lily link little lock long lord love low lucky luna lynx major maker mann maple mark marks marsh martin
	mason master max meadow mercy merit merry miles mill miller mills miner misty moon moore moss mount myers mine
	nash neon nick noble nobody noon norm north nova oak ocean olive opal page pages palmer paris park parker parks
	parrish pat patch peace pearl peg penn penny pepper person petal pete pierce pike pine piper pitt pond pool poole
	pope porter potter powell power powers price prince prior proper quill quinn rain rainbow raven ray read reed
	reef reese reeves reid rice rich river rivers road rob robin rock rocky rod rose rosemary rover rowan royal ruby
	rush russell sage sailor sandy savage saw sawyer scout sea self sharp shaw shell shepherd shore short silver
	singer singh sky skip skipper slater sly small smart snow sol song south sparks spear speed spencer spring stack
	star stark stein stern stone storm street strong sue summer summers sunny swan sweet swift tab tanner taylor teal
	temple terry thorn tile tim todd tom tower trace tracy trip troy tuck tucker turner ty tyler vale van vance
	victor victory vine violet wade walker wall ward warden waters way wayne weaver webb wells west wheeler white
	wild wilder win wind winter winters wise wolf wood woods woody worth wright yard york young zion`,
	// Words of the trade, languages, hosts and tools.
	`com net org edu gov www aka inc ltd gmbh sha rgb ibm nan lang param uri gif bin rel cms stdin stdout stderr
	accept active actions add adjust advanced aid air allow alone amount anonymous ant answer anyway apart apply area
	arrow ask assert assign assist attach available average avoid awesome back background bad badge badges bar bare
	barrier basic beat before begin behavior big bit blank blind bold boolean bool border bottom bounce bound box brief
	bring broken button buy calculate cancel candidate capture card care catch category cause cell center central
	certain chain chapter character child children choice circuit clear click clock closed coding codes collect
	collection column combine comma compact company compare complex compress computer concept concurrent condition
	conflict constant construct continue contributor convert correct cortex cost couple course craft cut cycle danger
	dark dead deal debt decide declare decode deep define degree delay deleted delta demand dense depth derive
	describe detect device dialog direct disable discover disk display divide done door dot double down download drag
	draw drink drop dry due duplicate dynamic each early easy effect eight enable encode energy enough entity equal
	escape even exact exclude existing explain explore explorer expose extend extensions extract eye face fact falls
	fancy far fat fault favorite fetcher few fight fill final fine finish fire fish fixer flat flight flip float flush
	fly flying focus follow food force foreign formatted forward fraction fresh friend full fun further future gap
	gate geo ghost give goal grand grid ground grow guard guess guide half happy hard heat heavy hide high hint hit
	hold hole hot hour human hybrid ignore impact implement inclusive include increase indirect inner instead intern
	interval invalid invite isolate karma keep kick lazy leak lean learn leave left legal length letter lift limit
	limited listen living lookup look loose lose loss lost machine macbook magic makes manual maps marshal matrix
	matter maximum measure mercurial middle min minimal minimum minute miss missing mixed moment monkey month motion
	mouse multiple multiply mutable mutation naming narrow natural navigate need negative nested neutral nice nodejs
	noise now nuclear observe odd offer offline offset operation operator ops optimize option orange organic original
	outline outer pan pair parallel parent passive past pause pending perfect permission phase phone photo physical
	pick piece ping pixel placeholder pointer pop positive practice prefer prepare present pretty primary prime
	principle priority pro probe problem proceed process produce progress propose protect proud provide provider pure
	purge purple quote race radio raise rapid rate reach reading ready real reason receive recent recover red regular
	relation relative releaser reload rely remain repeat replace reply resolve restore retry return reuse right robot
	robust rough round rune said safe same sand schedule science score sed seed seek send sense separate serial
	serious shade shape shift ship shuffle side signal signed silent similar single singleton skill slot slow smooth
	soft solution solve soon spare spark special speech spell spin splash spot spread stage stale stamp stand stay
	steal stop strategy stray strict strike structure stub study stuff subject success switch symbolic tail take talk
	tell tension thank thing think thin throw tick tight tiny together total toy tradition trail trap travel try tune
	turtle tutorials twin under undo uniform union unique universal unlock unused upward urgent vacuum variable verb
	verified vertical very video visit visible voice void wait wake walk wallet want warm warn warning waste water
	wave weak wealth weather well whale while whitespace whole wide wish wonder works worry wrong you
	access account action ada adapter add added admin agent alert algorithm alias alpha amazon analysis angular
	apache api app apple apps archive array asset assets async atom audit auth author authors auto automation aws
	azure babel backend backport backup bash base batch bench benchmark beta binary bitbucket blob board body boot
	bootstrap bot bots branch brew browser bsd bucket buffer bug bugs bugfix build builder builds bump bundle byte
	cache call canvas cargo chain change changed changelog changes channel char chart charts chat check chef chore
	chrome circle circleci class claude clean cleanup client clients clojure clone cloud cluster cmake cmd code
	codecov codex coffee color command commands comment commit commits commons common compiler complete component
	components compose composer conf config configuration connect console consul contact container content context
	contrib contribute contributors control cookie copilot copy core count cover coverage cpu crash create cron
	crystal csharp css cursor custom cypress daemon dart dash data database date debian debug decoder default delete
	delphi demo deno dependabot dependency deploy deprecated deps design desktop detail dev devel develop developer
	developers development devops diff digest dir directory discovery dist django dns doc docker docs document
	documentation domain dot dotnet draft drive driver drop drupal dummy dump duty echo eclipse edge edit editor
	elastic electron element elixir elm email embed emit empty encoder end engine entry enum env error errors erlang
	event events example examples exec exit expect export express extension extra facebook factory fail fast feat
	feature features fedora fetch figma file files filter find firefox fix fixed fixes fixture flag flash flask flow
	flutter folder font fonts foo foobar fork form format formatter forum found foundation frame framework free
	freebsd front frontend func function functions gem gemini general generate generated generator generic gentoo
	get git gitea github gitlab gitter global gmail gnome gnu golang google gopher grafana graph graphql grep group
	groups grpc gulp hack handler hash haskell head header heap hello help helper helm heroku hidden history homebrew
	hook hooks host hostmaster hotfix html http https hub icon icons idea image images import index info infra init
	input insert inspect install installer instance int integration interface internal internet intro invoice ios
	issue issues item java javascript jenkins jest job jobs join jquery json julia junit jupyter just kafka kernel
	key keys kind kit kotlin kube kubernetes label lambda language laravel large latest launch layer layout lead
	leadline legacy lerna level lib libs library license line lines lint linter linux list listener lite load loader
	local locale localhost log logger login logo logs loop lower lua mac machine macos mail mailer main maint
	maintainer maintainers maintenance make maker manager manifest map mark markdown maven mean member memory menu
	merge merged message meta method metric metrics micro microsoft migrate migration minor mirror misc mobile mock
	mod mode model models module modules mongo monitor mono move mozilla multi music mysql name names native net
	netlify network news nginx nim node noreply normal note notes notify npm null number oauth object ocaml office
	open opera oracle order org organization origin osx other output owner owners pack package packages page panel
	parse parser partial party pascal patch path perf performance perl phoenix php pipe pipeline plan platform play
	plugin plugins png point policy poll port post postgres postmaster prefix press preview print privacy private
	prod product production profile program project projects prom prometheus promise proof proto prototype proxy
	public publish publisher pull puppet push pypi python query question queue quick quality rails random range rank
	raw react readme reader record redis reduce ref refactor refs regex region register registry release releases
	remote remove removed rename render renovate repo report repository request require research reset resource
	resources response rest result results return revert review ring role root route router routes ruby rule rules
	run runner runtime rust safari salt sample samples sandbox save scala scan schema scope scrape scrapy screen
	script scripts sdk search secret section security select selenium seo sequence server service services session
	set setup shadow share shared sheet shell shop show sign simple site size skeleton slack sleep slice slim smoke
	snap snapshot snippet social socket software solid sort sound source space spec specs spider split spring sql
	sqlite square stable staging standard start state static stats status step storage store stream string strip
	stripe style styles sub submodule suite summary super supply support svelte svg swagger swarm symbol symfony sync
	syntax system tab table tag tags target task tasks team teams tech temp template templates term terminal terraform
	test tester testing tests text theme themes thread tidy time title todo token tool tools top topic touch trace
	track train transfer transform translate translation translations travis tree trigger trunk tsdb turbo tutorial
	twitter type types typescript ubuntu unit unix unknown unsafe update updates upgrade upload upper upstream url
	usage use used user username users util utility utils valid validate validator value values var vector vendor
	vercel verify version versions view views vim virtual vision visual volume vue wasm watch watcher web webhook
	webmaster webpack website week weekly weight wheel wheels widget wiki wiring window windows wire word work worker
	workflow workflows workspace world wrap wrapper write writer xcode xml yahoo yaml yarn zero zig zip zone zoom
	abuse contact devnull donotreply hello hostmaster info mail marketing me nobody office postmaster sales security
	service support webmaster`,
)

func set(lists ...string) map[string]bool {
	all := map[string]bool{}
	for _, l := range lists {
		for word := range strings.FieldsSeq(l) {
			all[word] = true
		}
	}
	return all
}
