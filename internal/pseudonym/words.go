package pseudonym

import "strings"

// The words of pseudonyms. None judges anybody, speaks of looks, or is a common
// given name. Changing a list changes pseudonyms: only ever add to the third
// one, which is used where two words are taken.
var (
	adjectives = strings.Fields(`
Agile Airy Alpine Amber Ample Aquatic Arctic Ardent Autumn Azure Balmy Blithe Boreal Brave Breezy Bright Brisk
Calm Candid Careful Cedar Cheerful Civil Clear Clever Cloudy Coastal Cobalt Copper Cordial Cosmic Cosy Crimson
Curious Dapper Dappled Daring Deft Dewy Distant Downy Dreamy Eager Earnest Eastern Ebony Elegant Emerald Evening
Fabled Fair Faithful Famous Fearless Fleet Fluent Foggy Fond Forest Frosty Gallant Gentle Gilded Glad Gleaming
Golden Graceful Grey Happy Hardy Hazel Hearty Hidden Highland Humble Humming Indigo Inland Island Ivory Jade
Jaunty Jolly Jovial Keen Kind Lively Lofty Loyal Lucid Lucky Lunar Maple Marble Mellow Merry Mild Misty Modest
Morning Mossy Nimble Noble Northern Opal Patient Peaceful Placid Plucky Polar Polite Proud Quartz Quick Quiet
Rapid Rustic Saffron Sage Scarlet Serene Sienna Silent Silken Snowy Solar Southern Spry Starry Steady Sterling
Stormy Subtle Sunlit Swift Tawny Teal Tender Tidal Topaz Tranquil Trusty Upland Valiant Velvet Verdant Vivid
Western Windy Winsome Wise Witty Woodland Zesty`)

	birds = strings.Fields(`
Accentor Albatross Anhinga Antbird Auklet Avocet Babbler Barbet Becard Bellbird Bittern Blackbird Blackcap
Bluebird Bluethroat Bobolink Bobwhite Bowerbird Brambling Brolga Bulbul Bunting Buzzard Canary Caracara Cardinal
Cassowary Chaffinch Chickadee Chough Cisticola Cockatiel Cockatoo Condor Cormorant Cotinga Courser Cowbird
Crossbill Curlew Dipper Dotterel Dove Dowitcher Dunlin Dunnock Eagle Egret Eider Emu Falcon Fantail Fieldfare
Firecrest Flamingo Flicker Flycatcher Francolin Frigatebird Fulmar Gadwall Gannet Garganey Godwit Goldcrest
Goldeneye Goldfinch Goosander Goshawk Grebe Greenfinch Grosbeak Guillemot Gyrfalcon Hamerkop Harrier Hawfinch
Hazelhen Heron Hoatzin Honeyeater Hoopoe Hornbill Hummingbird Ibis Jabiru Jacamar Jacana Jackdaw Junco Kagu
Kakapo Kestrel Killdeer Kingfisher Kinglet Kittiwake Kiwi Kookaburra Lapwing Limpkin Linnet Longspur Lorikeet
Lyrebird Macaw Magpie Mallard Manakin Meadowlark Merganser Mockingbird Motmot Murrelet Nighthawk Nightingale
Nightjar Nutcracker Nuthatch Oriole Oropendola Osprey Ouzel Ovenbird Oystercatcher Parakeet Partridge Peafowl
Pelican Penguin Petrel Phainopepla Phalarope Pheasant Pintail Pipit Pitta Plover Pochard Pratincole Ptarmigan
Puffin Quail Quetzal Razorbill Redpoll Redshank Redstart Redwing Roadrunner Rosefinch Rosella Sanderling
Sandgrouse Sandpiper Saltator Scaup Shelduck Shoveler Shrike Siskin Skimmer Skylark Snipe Solitaire Sparrow
Spoonbill Starling Stilt Stonechat Stork Sunbird Swallow Swan Tanager Tattler Teal Tern Thornbill Thrasher
Thrush Tinamou Toucan Towhee Treecreeper Tropicbird Trumpeter Turaco Turnstone Veery Vireo Wagtail Warbler
Waxbill Waxwing Weaver Wheatear Whimbrel Whinchat Whitethroat Wigeon Willet Woodcock Woodpecker Yellowhammer`)

	places = strings.Fields(`
Archipelago Atoll Bay Beach Brook Canyon Cape Cave Clearing Cliffs Coast Coppice Cove Creek Crags Delta Dell Dunes
Estuary Fells Fen Fjord Floodplain Foothills Ford Forest Geysers Glacier Glade Glen Gorge Grove Gulf Harbour Heath
Hedgerow Highlands Hills Hollow Inlet Island Isthmus Lagoon Lake Lighthouse Lowlands Mangrove Marsh Meadow Mesa
Mire Moor Mountains Oasis Orchard Outback Pampas Pass Pasture Peaks Peninsula Plain Plateau Pond Prairie Rapids
Reeds Reef Ridge River Savanna Seashore Shallows Shoals Shore Skerries Sound Spinney Spring Steppe Strait Stream
Summit Taiga Tarn Thicket Tideland Tundra Upland Vale Valley Vineyard Waterfall Wetland Wharf Willows Woods`)
)
